package io.trireme.observe;

import io.trireme.wire.RecentMax;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** The durations of one queue's attempts: how many, their sum, and the longest of late. Any thread. */
final class Durations {
    private final LongAdder count = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final RecentMax longest;

    Durations(LongSupplier nanoTime) {
        longest = new RecentMax(nanoTime);
    }

    void add(long duration) {
        count.increment();
        nanos.add(duration);
        longest.add(duration);
    }

    long count() {
        return count.sum();
    }

    /** The sum of all of them. */
    double nanos() {
        return nanos.sum();
    }

    /** The longest of the last minute or two, in seconds. */
    double longestSeconds() {
        return longest.get() / 1e9;
    }
}
