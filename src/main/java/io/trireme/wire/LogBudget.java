package io.trireme.wire;

import java.util.function.LongSupplier;

/** Bounds a kind of log line to a number each second, and counts what it held back. Any thread. */
public final class LogBudget {
    private static final int LINES_PER_SECOND = 10;
    private static final long SECOND = 1_000_000_000L;

    private final LongSupplier nanoTime;
    private long second; // when the current second began
    private int spent;
    private long held;

    /** @param nanoTime elapsed time */
    public LogBudget(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.second = nanoTime.getAsLong();
    }

    /** Whether one more line may be written now. */
    public synchronized boolean allows() {
        long now = nanoTime.getAsLong();
        if (now - second >= SECOND) {
            second = now;
            spent = 0;
        }
        if (spent < LINES_PER_SECOND) {
            spent++;
            return true;
        }
        held++;
        return false;
    }

    /** How many were held back since this was last asked, as the end of a log line. */
    public synchronized String suppressed() {
        long lines = held;
        held = 0;
        return lines == 0 ? "" : " (" + lines + " lines like this one were held back)";
    }
}
