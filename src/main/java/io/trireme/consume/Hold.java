package io.trireme.consume;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Keeps attempts from starting while the queue is paused. Those that a worker comes to wait here and hold their lanes, the
 * rest waits where it is; what runs already runs on.
 *
 * <p>A task that waits is taken out once, by whoever comes first: who resumes the queue, the poll thread that closes its
 * epoch, or the worker that has just put it in. Who takes it out goes on with it. The worker puts it in before it looks at
 * the switch and at the epoch once more; the others change those before they look who waits. So none is left behind.
 *
 * <p>Threading: any thread. Bounded by the tasks in flight.
 */
final class Hold {
    private final Consumer<Attempt> resume;
    private final Set<Attempt> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean on; // read once a task

    /** @param resume has an attempt run that waited */
    Hold(Consumer<Attempt> resume) {
        this.resume = resume;
    }

    boolean isOn() {
        return on;
    }

    void set(boolean paused) {
        on = paused;
        if (!paused) {
            for (Attempt attempt : waiting) {
                release(attempt);
            }
        }
    }

    /** Whether the attempt waits here from now on; else its worker goes on with it. */
    boolean keeps(Attempt attempt) {
        return applies(attempt) && waits(attempt);
    }

    private boolean waits(Attempt attempt) {
        waiting.add(attempt);
        return applies(attempt) || !waiting.remove(attempt);
    }

    /** What is given up is not kept: it has to let go of its room and its lane. */
    private boolean applies(Attempt attempt) {
        return on && attempt.epoch().isOpen();
    }

    /** Has the attempts of closed epochs let go now. */
    void releaseClosed() {
        for (Attempt attempt : waiting) {
            if (!attempt.epoch().isOpen()) {
                release(attempt);
            }
        }
    }

    private void release(Attempt attempt) {
        if (waiting.remove(attempt)) {
            resume.accept(attempt);
        }
    }
}
