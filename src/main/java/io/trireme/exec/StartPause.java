package io.trireme.exec;

import java.time.Duration;

/**
 * How long to wait before a worker is started again: the longer, the more of them ended without having answered anything,
 * one after another. Pure, but for what it counts; any thread.
 */
final class StartPause {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private int barren; // guarded by this, as is the other
    private long notBefore; // in nanoTime; nothing before the first failure

    /** A worker answered: whatever was wrong is not. */
    synchronized void fruitful() {
        barren = 0;
    }

    /** A worker ended without having answered anything. */
    synchronized void barren(long nanoTime) {
        barren = Math.min(barren + 1, Integer.SIZE);
        notBefore = nanoTime + pause().toNanos();
    }

    private Duration pause() {
        Duration pause = FIRST.multipliedBy(1L << (barren - 1));
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }

    /** How long a start has to wait now. */
    synchronized Duration left(long nanoTime) {
        return barren == 0 ? Duration.ZERO : Duration.ofNanos(Math.max(0, notBefore - nanoTime));
    }
}
