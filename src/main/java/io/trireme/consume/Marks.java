package io.trireme.consume;

import io.trireme.run.Runner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sees to it that tasks may begin in time: moves the marks of the partitions on ({@link Clearance}) and commits them.
 *
 * <p>Looks now and then; at once when workers have nothing to do but what waits for a mark. The commit goes out without
 * waiting for the answer while there is something else to do, which takes the answer in with the next poll.
 *
 * <p>Not thread-safe: owned by the poll thread.
 */
final class Marks {
    /** Between two looks; longer when much is settled, so that a task's share of them stays small. */
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(20);

    private static final Duration LONGEST_INTERVAL = Duration.ofMillis(100);

    /** Tasks settled in a nanosecond from which on the interval grows with them. */
    private static final double BUSY = 100_000.0 / Duration.ofSeconds(1).toNanos();

    /** Between two looks when a mark is in the way: that may be over before the answer is there. */
    private static final Duration IN_THE_WAY = Duration.ofMillis(1);

    /** For how many intervals a mark suffices: two, until it is moved, the time to the answer, and what tasks vary by. */
    private static final int INTERVALS_AHEAD = 4;

    private final Assignment assignment;
    private final Admission admission;
    private final Runner runner;
    private final Commits commits;
    private final int concurrency;
    private final boolean on;
    private long looked = System.nanoTime();
    private Duration interval = SHORTEST_INTERVAL;

    Marks(QueueSettings settings, Assignment assignment, Admission admission, Runner runner, Commits commits) {
        this.assignment = assignment;
        this.admission = admission;
        this.runner = runner;
        this.commits = commits;
        this.concurrency = settings.concurrency();
        this.on = settings.quarantine().isOn();
    }

    /**
     * Moves on the marks that are short.
     *
     * @param full whether the poll thread has to wait for attempts to end
     */
    void look(long nanoTime, boolean full) {
        if (!on) {
            return;
        }
        boolean inTheWay = areInTheWay();
        if (nanoTime - looked < (inTheWay ? IN_THE_WAY : interval).toNanos()) {
            return;
        }
        looked = nanoTime;
        List<Epoch> raised = raise(inTheWay);
        // A loop that is full and not busy polls so seldom that the answer would come late.
        if (!raised.isEmpty() && (inTheWay || full && interval.equals(SHORTEST_INTERVAL))) {
            commits.mark(raised);
        } else if (!raised.isEmpty()) {
            commits.sendMoved(raised);
        }
    }

    private List<Epoch> raise(boolean inTheWay) {
        assignment.count();
        Set<Epoch> waited =
                inTheWay ? admission.beyondMark().waiting().map(Attempt::epoch).collect(Collectors.toSet()) : Set.of();
        int partitions = Math.max(1, assignment.held().size());
        int share = (concurrency + partitions - 1) / partitions;
        Duration ahead = interval.multipliedBy(INTERVALS_AHEAD);
        var raised = new ArrayList<Epoch>();
        double pace = 0;
        for (Epoch epoch : assignment.held()) {
            Clearance clearance = epoch.clearance();
            if (clearance.raise(epoch.watermark(), share, waited.contains(epoch), ahead, looked)) {
                raised.add(epoch);
            }
            pace += clearance.pace();
        }
        interval = interval(pace);
        return raised;
    }

    private static Duration interval(double pace) {
        long nanos = (long) (SHORTEST_INTERVAL.toNanos() * pace / BUSY);
        return Duration.ofNanos(Math.clamp(nanos, SHORTEST_INTERVAL.toNanos(), LONGEST_INTERVAL.toNanos()));
    }

    /** Whether workers have nothing to do but what waits for a mark. */
    boolean areInTheWay() {
        return !admission.beyondMark().isEmpty() && !runner.hasReady();
    }

    /** Whether tasks were handed out that will have to wait for a mark, or for being run alone: the loop has to look. */
    boolean areAwaited() {
        if (!on) {
            return false;
        }
        for (Epoch epoch : assignment.held()) {
            if (epoch.clearance().isShortOf(epoch.watermark().position().orElse(0))) {
                return true;
            }
        }
        return !admission.suspects().isEmpty();
    }
}
