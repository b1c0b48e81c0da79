package io.trireme.consume;

import java.time.Duration;

/** How many tasks of an epoch are settled in a time, of late. Owned by the poll thread. */
final class Pace {
    /** How long what was settled a second stays in the reckoning when it is less now. */
    private static final double MEMORY = Duration.ofSeconds(1).toNanos();

    /**
     * Over less than this nothing is measured. What ends after a pause of the poll thread is counted at once, and by the millisecond
     * between two looks it came to a hundred times the pace: leases of ten thousands, all of which were suspect after a death.
     */
    private static final long SHORTEST_MEASURE = Duration.ofMillis(20).toNanos();

    private long settled; // since it was measured
    private long measured; // in nanoTime
    private double perNano;

    /** From now on it is measured. */
    void begin(long nanoTime) {
        settled = 0;
        measured = nanoTime;
    }

    /** So many more were settled since the last call. */
    void settled(long tasks, long nanoTime) {
        settled += tasks;
        long nanos = nanoTime - measured;
        if (nanos >= SHORTEST_MEASURE) {
            double now = (double) settled / nanos;
            perNano = now > perNano ? now : perNano + (now - perNano) * Math.min(1, nanos / MEMORY);
            begin(nanoTime);
        }
    }

    /** Tasks settled in a nanosecond. */
    double perNano() {
        return perNano;
    }
}
