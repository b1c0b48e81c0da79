package io.trireme.wire;

import java.time.Duration;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.LongSupplier;

/** The largest of the numbers of the last minute or two, none of them negative. Any thread; adding takes no lock. */
public final class RecentMax {
    private static final long WINDOW = Duration.ofMinutes(1).toNanos();

    private final LongAccumulator largest = new LongAccumulator(Math::max, 0);
    private final LongSupplier nanoTime;
    private long largestBefore; // of the window before this one; guarded by this, as is windowBegun
    private long windowBegun;

    /** @param nanoTime elapsed time */
    public RecentMax(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.windowBegun = nanoTime.getAsLong();
    }

    /** Takes one in. */
    public void add(long number) {
        largest.accumulate(number);
    }

    /** 0 if there was none. */
    public synchronized long get() {
        long now = nanoTime.getAsLong();
        if (now - windowBegun >= WINDOW) {
            largestBefore = now - windowBegun >= 2 * WINDOW ? 0 : largest.get();
            windowBegun = now;
            largest.reset();
        }
        return Math.max(largestBefore, largest.get());
    }
}
