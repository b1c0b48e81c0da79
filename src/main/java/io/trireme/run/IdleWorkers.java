package io.trireme.run;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The workers that have nothing to do, by number: last in, first out, without a lock, so
 * that a thread that is taken off its processor half-way holds nobody up.
 *
 * <p>A linked stack in an array (R. Kent Treiber: Systems programming, coping with parallelism, 1986). The head carries a
 * count of changes beside the top's number. Walk-through of why: one thread reads top 3 and its next 5; meanwhile others
 * take 3, take 5, and put 3 back; the first one's compare-and-set of 3 to 5 would now make a busy worker the top. The
 * count has moved on, so it fails.
 */
final class IdleWorkers {
    static final int NONE = -1;

    private static final long NUMBER = 0xFFFF_FFFFL;
    private static final long CHANGE = 1L << Integer.SIZE;

    private final AtomicLong head = new AtomicLong(0); // changes, and the top's number plus one
    private final int[] below; // by number: what lies under it, plus one; published by the head
    private final AtomicInteger made = new AtomicInteger();

    IdleWorkers(int most) {
        below = new int[most];
    }

    /** Puts a worker in, which is in no more than once. */
    void push(int worker) {
        while (true) {
            long now = head.get();
            below[worker] = (int) now;
            if (head.compareAndSet(now, (now & ~NUMBER) + CHANGE | worker + 1)) {
                return;
            }
        }
    }

    /** Takes the one that came last, or {@link #NONE}. */
    int pop() {
        while (true) {
            long now = head.get();
            int top = (int) now - 1;
            if (top < 0) {
                return NONE;
            }
            // Others may take the top, and write what lies below it, while this reads: the count tells.
            if (head.compareAndSet(now, (now & ~NUMBER) + CHANGE | below[top] & NUMBER)) {
                return top;
            }
        }
    }

    boolean isEmpty() {
        return (int) head.get() == 0;
    }

    /** The number of a worker that was never there before, or {@link #NONE} when so many are. */
    int next(int limit) {
        while (true) {
            int number = made.get();
            if (number >= limit) {
                return NONE;
            }
            if (made.compareAndSet(number, number + 1)) {
                return number;
            }
        }
    }

    /** How many numbers {@link #next} has given. */
    int made() {
        return made.get();
    }
}
