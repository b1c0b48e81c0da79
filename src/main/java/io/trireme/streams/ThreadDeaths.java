package io.trireme.streams;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** Tells a thread that died now and then from threads that die as fast as they are replaced. Any thread. */
final class ThreadDeaths {
    private final int most;
    private final long within;
    private final LongSupplier nanoTime;
    private final Deque<Long> deaths = new ArrayDeque<>(); // the last ones, at most so many; guarded by this

    ThreadDeaths(int most, Duration within, LongSupplier nanoTime) {
        this.most = most;
        this.within = within.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Counts one more death. */
    synchronized boolean areTooMany() {
        long now = nanoTime.getAsLong();
        deaths.addLast(now);
        if (deaths.size() > most) {
            deaths.removeFirst();
        }
        return deaths.size() == most && now - deaths.getFirst() < within;
    }
}
