package io.trireme.observe;

import java.time.Duration;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** The durations of one queue's attempts: how many, their sum, and the longest of late. Any thread. */
final class Durations {
    private static final long WINDOW = Duration.ofMinutes(1).toNanos();

    private final LongAdder count = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final LongAccumulator longest = new LongAccumulator(Math::max, 0);
    private final LongSupplier nanoTime;
    private long longestBefore; // of the window before this one; guarded by this, as is windowBegun
    private long windowBegun;

    Durations(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.windowBegun = nanoTime.getAsLong();
    }

    void add(long duration) {
        count.increment();
        nanos.add(duration);
        longest.accumulate(duration);
    }

    long count() {
        return count.sum();
    }

    /** The sum of all of them. */
    double nanos() {
        return nanos.sum();
    }

    /** The longest of the last minute or two, in seconds. */
    synchronized double longestSeconds() {
        long now = nanoTime.getAsLong();
        if (now - windowBegun >= WINDOW) {
            longestBefore = now - windowBegun >= 2 * WINDOW ? 0 : longest.get();
            windowBegun = now;
            longest.reset();
        }
        return Math.max(longestBefore, longest.get()) / 1e9;
    }
}
