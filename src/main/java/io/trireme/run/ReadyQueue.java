package io.trireme.run;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a worker: a bounded first-in first-out ring for any number of threads at both ends, without locks
 * and without an object per element.
 *
 * <p>Each slot carries a turn number that says whose turn it is: {@code t} for the writer of position {@code t},
 * {@code t + 1} for its reader. A thread that has won a position by moving the cursor owns its slot until it hands the
 * turn on. (The scheme is Dmitry Vyukov's bounded MPMC queue.)
 */
final class ReadyQueue {
    private static final VarHandle CURSOR = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle TURN = MethodHandles.arrayElementVarHandle(long[].class);

    /** Two cache lines between the cursors, since readers and writers would else slow each other down. */
    private static final int READ = 16;

    private static final int WRITE = 32;

    private final long[] cursors = new long[48];
    private final long[] turns;
    private final @Nullable Ready[] slots;
    private final int mask;

    ReadyQueue(int capacity) {
        int size = Integer.highestOneBit(Math.max(2, capacity) - 1) << 1;
        mask = size - 1;
        slots = new Ready[size];
        turns = new long[size];
        for (int i = 0; i < size; i++) {
            turns[i] = i;
        }
    }

    /** False: full. */
    boolean offer(Ready one) {
        while (true) {
            long position = (long) CURSOR.getVolatile(cursors, WRITE);
            int slot = (int) position & mask;
            long ahead = (long) TURN.getAcquire(turns, slot) - position;
            if (ahead == 0 && CURSOR.compareAndSet(cursors, WRITE, position, position + 1)) {
                slots[slot] = one;
                TURN.setRelease(turns, slot, position + 1);
                return true;
            }
            if (ahead < 0) {
                // A whole ring ahead of the readers is full. Nearer than that, a reader has won this slot and is about
                // to hand it on, however long ago that was: what others have read meanwhile made room beyond it.
                if (position - (long) CURSOR.getVolatile(cursors, READ) > mask) {
                    return false;
                }
                Thread.yield();
            }
        }
    }

    /** The next one, or null when none is ready. */
    @Nullable
    Ready poll() {
        while (true) {
            long position = (long) CURSOR.getVolatile(cursors, READ);
            int slot = (int) position & mask;
            long ahead = (long) TURN.getAcquire(turns, slot) - (position + 1);
            if (ahead == 0 && CURSOR.compareAndSet(cursors, READ, position, position + 1)) {
                Ready one = slots[slot];
                slots[slot] = null;
                TURN.setRelease(turns, slot, position + mask + 1);
                return one;
            }
            if (ahead < 0) {
                return null;
            }
        }
    }

    /** Whether nothing was offered that nobody has taken. */
    boolean isEmpty() {
        return holdsAtMost(0);
    }

    /** Whether no more than so many were offered that nobody has taken. */
    boolean holdsAtMost(int most) {
        return size() <= most;
    }

    /** How many were offered that nobody has taken; the reader's end is looked at first, so it is never too few. */
    long size() {
        long read = (long) CURSOR.getVolatile(cursors, READ);
        return (long) CURSOR.getVolatile(cursors, WRITE) - read;
    }
}
