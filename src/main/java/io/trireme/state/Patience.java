package io.trireme.state;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** How a thread waits for what others complete, and what it throws of what went wrong. Any thread. */
final class Patience {
    private final Holds holds;

    Patience(Holds holds) {
        this.holds = holds;
    }

    /**
     * Waits for what is asked for without a thread. Who is interrupted no longer wants it; what came in that moment it has,
     * and the interrupt is for what follows.
     */
    <T> T await(CompletableFuture<T> wanted) throws InterruptedException {
        try {
            return wanted.get();
        } catch (InterruptedException stop) {
            if (wanted.cancel(false)) {
                throw stop;
            }
            Thread.currentThread().interrupt();
            return join(wanted);
        } catch (ExecutionException failed) {
            throw failure(failed.getCause());
        }
    }

    /** The same for so long at most; returns whether it came. */
    boolean await(CompletableFuture<?> wanted, Duration atMost) throws InterruptedException {
        try {
            wanted.get(Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException late) {
            return !wanted.cancel(false) && joinsToo(wanted);
        } catch (InterruptedException stop) {
            if (wanted.cancel(false)) {
                throw stop;
            }
            Thread.currentThread().interrupt();
            return joinsToo(wanted);
        } catch (ExecutionException failed) {
            throw failure(failed.getCause());
        }
    }

    private boolean joinsToo(CompletableFuture<?> wanted) {
        join(wanted);
        return true;
    }

    <T> T join(CompletableFuture<T> wanted) {
        try {
            return wanted.join();
        } catch (CompletionException failed) {
            throw failure(failed.getCause());
        }
    }

    /** A failure of another thread is thrown again with this one's stack; a lost lease is the caller's loss once. */
    RuntimeException failure(@Nullable Throwable cause) {
        if (cause instanceof LeaseLost) {
            forgetLost();
            return new LeaseLost();
        }
        return cause instanceof RuntimeException known ? known : new CompletionException(cause);
    }

    private void forgetLost() {
        try {
            holds.lease();
        } catch (LeaseLost told) {
            // it is being told with the call that failed
        }
    }
}
