package io.trireme.consume;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Lets the poll thread wait until attempts have ended, so that a full consumer goes on as soon as there is room.
 *
 * <p>While nobody waits an ending attempt reads one field. The poll thread wishes for a number of endings; the attempt
 * that brings the last of them wakes it. An attempt that ended just before the wish is not counted, hence the bound on
 * the wait.
 */
final class Room {
    private final AtomicInteger wished = new AtomicInteger();
    private volatile Thread waiting = Thread.currentThread(); // written by the poll thread before it wishes

    /**
     * Waits on the poll thread for {@code endings} of attempts, at most this long.
     *
     * @param pointless asked once more after the wish was made: whether there is nothing to wait for
     */
    void await(int endings, Duration atMost, BooleanSupplier pointless) {
        waiting = Thread.currentThread();
        wished.set(endings);
        if (!pointless.getAsBoolean()) {
            LockSupport.parkNanos(this, atMost.toNanos());
        }
        wished.set(0);
    }

    /** An attempt has ended and let go of its record. Any thread. */
    void ended() {
        if (wished.getOpaque() > 0 && wished.decrementAndGet() == 0) {
            LockSupport.unpark(waiting);
        }
    }
}
