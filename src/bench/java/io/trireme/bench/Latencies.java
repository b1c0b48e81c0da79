package io.trireme.bench;

import java.util.Arrays;

/**
 * How long calls took, one after another.
 *
 * @param p50 in milliseconds
 * @param p99 in milliseconds
 */
record Latencies(double p50, double p99) {
    /** Something that is called. */
    @FunctionalInterface
    interface Call {
        void call() throws Exception;
    }

    static Latencies of(int calls, Call call) throws Exception {
        long[] nanos = new long[calls];
        for (int i = 0; i < calls; i++) {
            long begun = System.nanoTime();
            call.call();
            nanos[i] = System.nanoTime() - begun;
        }
        Arrays.sort(nanos);
        return new Latencies(nanos[calls / 2] / 1e6, nanos[calls * 99 / 100] / 1e6);
    }
}
