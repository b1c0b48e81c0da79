package io.trireme.child;

import org.jspecify.annotations.Nullable;

/**
 * Which attempt runs in this child, so that it, and none after it, is interrupted. The numbers of attempts grow; what is asked
 * of one may come before it does.
 *
 * <p>Threading: the attempt's thread begins and ends it; the one that reads the control line asks.
 */
final class CurrentAttempt {
    private static final long NONE = -1;
    private static final CurrentAttempt HERE = new CurrentAttempt();

    private long running = NONE; // guarded by this, as are the others
    private @Nullable Thread thread;
    private long cancelled = NONE; // the highest number
    private volatile long abandoned = NONE; // the highest number; read by handlers

    /** Of this process, which is at one attempt at most. */
    static CurrentAttempt ofThisProcess() {
        return HERE;
    }

    /** The calling thread begins an attempt; it is interrupted if that was to stop before it came. */
    synchronized void begin(long number) {
        running = number;
        thread = Thread.currentThread();
        if (number <= cancelled) {
            Thread.currentThread().interrupt();
        }
    }

    /** The attempt has ended; an interrupt that was its own is its own alone. */
    synchronized void end() {
        running = NONE;
        thread = null;
        Thread.interrupted();
    }

    /** This attempt is to stop. */
    synchronized void cancel(long number) {
        cancelled = Math.max(cancelled, number);
        abandoned = Math.max(abandoned, number);
        if (running == number && thread != null) {
            thread.interrupt();
        }
    }

    /** Nobody wants the outcome of this attempt. */
    synchronized void abandon(long number) {
        abandoned = Math.max(abandoned, number);
    }

    /** Whether nobody wants the outcome of this attempt. Any thread. */
    boolean isAbandoned(long number) {
        return number <= abandoned;
    }
}
