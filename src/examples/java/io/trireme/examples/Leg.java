package io.trireme.examples;

import io.trireme.Publisher;
import io.trireme.Receipt;
import io.trireme.Task;
import io.trireme.consume.Counters;
import io.trireme.consume.QueueStatus;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One queue's part of a run: publishes its tasks, no more than a window of them beyond those settled, and follows what
 * becomes of them.
 *
 * <p>Owned by the demo's thread. What is settled comes from the consumer's counters, what was timed from the lap.
 */
final class Leg {
    /** Most tasks published and not settled: what is held in memory, and how long a task waits for those before it. */
    private static final long WINDOW = 4_000;

    /** Most of them at first. A cold process that gets all at once shows how it starts, and not how it works. */
    private static final long FIRST_WINDOW = 200;

    /** By how much the window grows with each task settled. */
    private static final long GROWTH = 2;

    private final String queue;
    private final Iterator<Task> tasks;
    private final Publisher publisher;
    private final Lap lap;
    private final Counters counters;
    private final long settledBefore;
    private final long deadBefore;
    private final LongAdder accepted = new LongAdder(); // counted by the publisher's thread, like refused
    private final LongAdder refused = new LongAdder();
    private long begin;
    private long offered;
    private int peak;

    /**
     * @param tasks what to publish; asked for the next one when there is room for it
     * @param counters the consumer's, which may have worked before
     */
    Leg(String queue, Iterator<Task> tasks, Publisher publisher, Lap lap, Counters counters) {
        this.queue = queue;
        this.tasks = tasks;
        this.publisher = publisher;
        this.lap = lap;
        this.counters = counters;
        this.settledBefore = counters.settled();
        this.deadBefore = counters.dead().sum();
    }

    String queue() {
        return queue;
    }

    Lap lap() {
        return lap;
    }

    /** Publishes as many tasks as there is room for. */
    void feed() {
        if (offered == 0) {
            begin = System.nanoTime();
        }
        long settled = settled();
        long window = Math.min(WINDOW, FIRST_WINDOW + GROWTH * settled);
        long room = window - (offered - refused.sum() - settled);
        for (; room > 0 && tasks.hasNext(); room--) {
            offered++;
            var unused = publisher.publish(tasks.next()).whenComplete(this::answered);
        }
    }

    private void answered(@Nullable Receipt receipt, @Nullable Throwable failure) {
        if (failure == null) {
            accepted.increment();
        } else {
            refused.increment();
            lap.failed(String.valueOf(failure.getMessage()));
        }
    }

    /** Takes note of what the consumer holds. */
    void observe(QueueStatus status) {
        peak = Math.max(peak, status.inFlight());
    }

    /** Whether nothing is left to publish and everything that was accepted is settled and timed. */
    boolean isOver() {
        return !tasks.hasNext() && accepted.sum() + refused.sum() == offered && settled() == accepted.sum();
    }

    /**
     * Tasks settled: as many as the consumer says, and no more than were seen to end here, since a queue may hold others'
     * tasks too.
     */
    long settled() {
        return Math.min(counters.settled() - settledBefore, lap.done() + dead());
    }

    /** Tasks that were not published, or ended in the dead letters. */
    long failures() {
        return refused.sum() + dead();
    }

    private long dead() {
        return counters.dead().sum() - deadBefore;
    }

    /** The result, for the table. */
    Report.Row row() {
        double seconds = Math.max(1, lap.last() - begin) / 1e9;
        return new Report.Row(queue, offered, lap.done() / seconds, lap.within(50), lap.within(99), peak, failures());
    }

    /** What should not have happened, as sentences. That a handler rejects a task is no such thing. */
    List<String> complaints() {
        var complaints = new ArrayList<String>();
        complain(complaints, refused.sum(), "were not published");
        complain(complaints, accepted.sum() - settled(), "were not settled");
        complain(complaints, dead() - lap.rejected(), "failed on every attempt");
        return complaints;
    }

    private void complain(List<String> complaints, long count, String what) {
        if (count > 0) {
            complaints.add(Report.count(count) + " tasks of queue " + queue + " " + what + ".");
        }
    }
}
