package io.trireme.state;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Time, as what leases in batches has it. Any thread. */
interface Later extends LongSupplier {
    /** Runs it after that time; at once, on this thread, after none. */
    void run(Duration after, Runnable what);

    /** The machine's clock; what is to be run later runs there. */
    static Later on(Executor executor) {
        return new Later() {
            @Override
            public long getAsLong() {
                return System.nanoTime();
            }

            @Override
            public void run(Duration after, Runnable what) {
                if (after.isZero()) {
                    what.run();
                } else {
                    CompletableFuture.delayedExecutor(after.toNanos(), TimeUnit.NANOSECONDS, executor)
                            .execute(what);
                }
            }
        };
    }
}
