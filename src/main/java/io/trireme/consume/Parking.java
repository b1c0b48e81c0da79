package io.trireme.consume;

import io.trireme.run.Runner;
import io.trireme.run.Work;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that wait for their next attempt. Each holds its lane, with whatever comes behind it there, and no worker.
 *
 * <p>A parked task is taken out once, by whoever comes first: the timer, the poll thread that closes its epoch, or the one
 * that gives it up since there are too many. Who takes it out goes on with it.
 *
 * <p>Threading: any thread. Bounded by the tasks in flight.
 */
final class Parking {
    private final Runner runner;
    private final ScheduledExecutorService timer;
    private final Map<Attempt, Waiting> parked = new ConcurrentHashMap<>();
    private final Admission admission = new Admission(this::resume);

    Parking(Runner runner, ScheduledExecutorService timer) {
        this.runner = runner;
        this.timer = timer;
    }

    /** What attempts have to pass before they begin. */
    Admission admission() {
        return admission;
    }

    /** Parks the task; returns what is to be run next in its lane, which is nothing unless its epoch has closed. */
    Work park(Attempt attempt, Duration pause, Throwable cause) {
        var waiting = new Waiting(cause);
        parked.put(attempt, waiting);
        // Just before, its epoch may have closed or the task been withdrawn, and what was parked then been woken.
        if (!attempt.epoch().isOpen() && take(attempt)) {
            return attempt.abandon();
        }
        if (attempt.isWithdrawn() && take(attempt)) {
            return attempt; // its next run ends at once, as the pipeline sees
        }
        waiting.wakes = timer.schedule(() -> unpark(attempt), pause.toNanos(), TimeUnit.NANOSECONDS);
        return Work.NONE;
    }

    private boolean take(Attempt attempt) {
        Waiting waiting = parked.remove(attempt);
        if (waiting == null) {
            return false;
        }
        waiting.cancel();
        return true;
    }

    private void unpark(Attempt attempt) {
        if (take(attempt)) {
            resume(attempt);
        }
    }

    /** Has what waits of closed epochs let go now, so that neither lanes nor books wait for the timer or the operator. */
    void unparkClosed() {
        admission.releaseClosed();
        for (Attempt attempt : parked.keySet()) {
            if (!attempt.epoch().isOpen()) {
                unpark(attempt);
            }
        }
    }

    /** Has what is not to be run again go on now, which settles it. Any thread. */
    void unparkWithdrawn() {
        for (Attempt attempt : parked.keySet()) {
            if (attempt.isWithdrawn()) {
                unpark(attempt);
            }
        }
    }

    /** How many tasks wait here or behind one that does. Poll thread only, which alone makes lanes longer. */
    int held() {
        int held = 0;
        for (Attempt attempt : parked.keySet()) {
            held += 1 + attempt.followers();
        }
        return held;
    }

    /** Those that wait here, the one with most tasks behind it first. Poll thread only. */
    List<Attempt> longestFirst() {
        return parked.keySet().stream()
                .sorted(Comparator.comparingInt(Attempt::followers).reversed())
                .toList();
    }

    /**
     * Takes the task out for good; {@code by} settles it, with what made it wait, and goes on with its lane.
     *
     * @return false: it has gone on already
     */
    boolean giveUp(Attempt attempt, Executor by, GivenUp how) {
        Waiting waiting = parked.remove(attempt);
        if (waiting == null) {
            return false;
        }
        waiting.cancel();
        by.execute(() -> {
            Work next = how.settle(attempt, waiting.cause);
            if (next != Work.NONE) {
                resume(next);
            }
        });
        return true;
    }

    /** Why a task waits, and what wakes it: cancelled when it goes on otherwise, since it holds the lane in memory. */
    private static final class Waiting {
        private final Throwable cause;
        private volatile @Nullable Future<?> wakes; // set by who parks it, cancelled by who takes it out

        private Waiting(Throwable cause) {
            this.cause = cause;
        }

        private void cancel() {
            Future<?> timed = wakes;
            if (timed != null) {
                timed.cancel(false);
            }
        }
    }

    /** Settles a task that is given up. */
    interface GivenUp {
        /** Returns what is to be run next in its lane. */
        Work settle(Attempt attempt, Throwable cause);
    }

    /** Has {@code work}, of a lane that nobody runs, go on. */
    void resume(Work work) {
        if (!runner.offer(work)) {
            throw new IllegalStateException("no room for " + work + ", which was counted as in flight");
        }
        runner.signal();
    }
}
