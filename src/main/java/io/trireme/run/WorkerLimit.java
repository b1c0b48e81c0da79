package io.trireme.run;

import java.util.BitSet;

/**
 * How many workers may take work, changed while they do: those whose numbers lie below it. The idle ones beyond it stand
 * down here, where nobody wakes them, until it is raised.
 *
 * <p>Walk-through of the one race: who wants to wake somebody pops worker 7 from the idle, of which 4 are allowed, and is
 * about to have it stand down; meanwhile the limit is raised to 8. Both look and act under one lock, so either 7 is found
 * standing down and goes back to the idle, or it goes back at once.
 *
 * <p>Threading: any thread.
 */
final class WorkerLimit {
    private final IdleWorkers idle;
    private final int most;
    private final BitSet standing = new BitSet(); // guarded by this
    private volatile int limit; // written under the lock, read before each work

    WorkerLimit(IdleWorkers idle, int most, int limit) {
        this.idle = idle;
        this.most = most;
        this.limit = limit;
    }

    boolean allows(int worker) {
        return worker < limit;
    }

    int limit() {
        return limit;
    }

    synchronized void set(int concurrency) {
        limit = Math.clamp(concurrency, 1, most);
        bringBack(limit);
    }

    /** Takes an idle worker that is allowed to work, or {@link IdleWorkers#NONE}; others that are idle stand down. */
    int popIdle() {
        int worker = idle.pop();
        while (worker != IdleWorkers.NONE && !allows(worker)) {
            standDown(worker);
            worker = idle.pop();
        }
        return worker;
    }

    private synchronized void standDown(int worker) {
        standing.set(worker);
        bringBack(limit);
    }

    /** Puts all among the idle, however many may work. */
    synchronized void end() {
        bringBack(most);
    }

    private void bringBack(int below) {
        for (int worker = standing.nextSetBit(0); worker >= 0 && worker < below; worker = standing.nextSetBit(worker)) {
            standing.clear(worker);
            idle.push(worker);
        }
    }
}
