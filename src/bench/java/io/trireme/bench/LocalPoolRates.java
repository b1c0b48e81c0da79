package io.trireme.bench;

import io.trireme.RunnerKind;
import io.trireme.pool.LocalPool;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** Calls of a local pool, from a platform thread: what one takes by itself, and how many come out of an imap a second. */
final class LocalPoolRates {
    private static final int APPLIES = 50_000;
    private static final int CHUNK = 64;

    private LocalPoolRates() {}

    static void print(int rounds, int items) throws Exception {
        System.out.printf(
                "%n**A local pool** (Python's, of processes: `apply` 133 us, `imap(chunksize=1)` 66 k items/s)%n%n"
                        + "| workers | round | apply, us | imap, items/s | imap in chunks of %d, items/s |%n|---|---|---|---|---|%n",
                CHUNK);
        for (RunnerKind kind : List.of(RunnerKind.VIRTUAL, RunnerKind.PLATFORM)) {
            try (var pool = LocalPool.<Integer, Integer>calling(number -> number + 1)
                    .on(kind)
                    .processes(Runtime.getRuntime().availableProcessors())
                    .open()) {
                round(pool, items); // warms up
                round(pool, items);
                for (int round = 1; round <= rounds; round++) {
                    double[] figures = round(pool, items);
                    System.out.printf(
                            "| %s | %d | %.1f | %,.0f | %,.0f |%n",
                            kind.name().toLowerCase(Locale.ROOT), round, figures[0], figures[1], figures[2]);
                }
            }
        }
    }

    private static double[] round(LocalPool<Integer, Integer> pool, int items) throws Exception {
        double applies = seconds(() -> {
            for (int i = 0; i < APPLIES; i++) {
                pool.apply(i);
            }
            return 0L;
        });
        double single = seconds(() -> imap(pool, items, 1));
        double chunked = seconds(() -> imap(pool, items, CHUNK));
        return new double[] {applies / APPLIES * 1e6, items / single, items / chunked};
    }

    private static double seconds(Callable<Long> work) throws Exception {
        long begun = System.nanoTime();
        work.call();
        return (System.nanoTime() - begun) / 1e9;
    }

    private static long imap(LocalPool<Integer, Integer> pool, int items, int chunk) {
        long sum = pool.imap(IntStream.range(0, items).boxed()::iterator, chunk)
                .mapToLong(Integer::longValue)
                .sum();
        if (sum != (long) items * (items + 1) / 2) {
            throw new IllegalStateException("the sum is " + sum);
        }
        return sum;
    }
}
