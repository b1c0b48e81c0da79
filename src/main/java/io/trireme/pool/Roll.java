package io.trireme.pool;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * The jobs of a pool that have not really ended, and whether it takes more.
 *
 * <p>A job enters before it looks whether the pool is closed; who closes it looks afterwards who is there. So either the
 * job is refused, or closing waits for it.
 */
final class Roll {
    private final Crew<?, ?> crew;
    private final Set<Job<?, ?, ?>> jobs = ConcurrentHashMap.newKeySet();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean closed; // written by who closes the pool, read by all

    Roll(Crew<?, ?> crew) {
        this.crew = crew;
    }

    /** @throws IllegalStateException the pool is closed */
    void enter(Job<?, ?, ?> job) {
        jobs.add(job);
        if (closed) {
            leave(job);
            throw new IllegalStateException("The pool is closed and takes no more calls. Open another one.");
        }
    }

    void leave(Job<?, ?, ?> job) {
        jobs.remove(job);
        endIfOver();
    }

    void close() {
        closed = true;
        endIfOver();
    }

    /** Whoever finds nobody left on a closed roll ends the pool; several may, which does no harm. */
    private void endIfOver() {
        if (closed && jobs.isEmpty()) {
            crew.close();
            over.countDown();
        }
    }

    void terminate() {
        close();
        // All are dropped first: else a worker whose call was interrupted would begin one of those that follow.
        List<? extends Job<?, ?, ?>> dropped = jobs.stream().filter(Job::drop).toList();
        crew.terminate();
        dropped.forEach(Job::endDropped);
    }

    /** @throws IllegalStateException the pool is not closed */
    void join() throws InterruptedException {
        if (!closed) {
            throw new IllegalStateException("The pool still takes calls. Close or terminate it before you join it.");
        }
        over.await();
    }
}
