package io.trireme.process;

import java.time.Duration;
import java.util.Optional;

/**
 * How long to wait before a worker is started again: the longer, the more of them ended without having answered anything,
 * one after another; those that end while others wait count as one with the last. Pure, but for what it remembers; any thread.
 */
public final class StartPause {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** From here on it is no mishap any more. */
    private static final int TROUBLE = 2;

    private int barren; // guarded by this, as are the others
    private long notBefore; // in nanoTime; nothing before the first failure
    private String last = "";

    /** A worker answered: whatever was wrong is not. */
    public synchronized void fruitful() {
        barren = 0;
    }

    /**
     * A worker ended without having answered anything.
     *
     * @param why the rest of a sentence on what it did
     */
    public synchronized void barren(long nanoTime, String why) {
        if (left(nanoTime).isZero()) {
            barren++;
            notBefore = nanoTime + pause().toNanos();
        }
        last = why;
    }

    private Duration pause() {
        Duration pause = FIRST.multipliedBy(1L << Math.min(barren - 1, Integer.SIZE));
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }

    /** How long a start has to wait now. */
    public synchronized Duration left(long nanoTime) {
        return barren == 0 ? Duration.ZERO : Duration.ofNanos(Math.max(0, notBefore - nanoTime));
    }

    /** What is to be said of it when no worker stays up; empty when one has answered. */
    public synchronized Optional<String> trouble() {
        return barren < TROUBLE
                ? Optional.empty()
                : Optional.of(
                        "was started " + barren + " times in a row without answering anything; the last time " + last);
    }
}
