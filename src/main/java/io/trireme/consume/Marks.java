package io.trireme.consume;

import io.trireme.run.Runner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

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
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(10);

    private static final Duration LONGEST_INTERVAL = Duration.ofMillis(100);

    /** Tasks settled in a nanosecond from which on the interval grows with them. */
    private static final double BUSY = 100_000.0 / Duration.ofSeconds(1).toNanos();

    /** Between two looks when a mark is in the way: that may be over before the answer is there. */
    private static final Duration IN_THE_WAY = Duration.ofMillis(1);

    /** For how many intervals a mark suffices: one or two until it is moved, and the time to the answer. */
    private static final int INTERVALS_AHEAD = 3;

    /**
     * So many workers may take something up at once, and twice as many as do now: where many are allowed and few are needed,
     * as with short tasks, those that are not needed leave no suspects.
     */
    private static final int AT_ONCE = 256;

    /** Between two counts of the busy workers, unless a mark is in the way: each worker has to be looked at. */
    private static final Duration COUNT_INTERVAL = Duration.ofMillis(250);

    private final Assignment assignment;
    private final Admission admission;
    private final Runner runner;
    private final Commits commits;
    private final boolean on;
    private long looked = System.nanoTime();
    private long counted = looked;
    private int busy;
    private Duration interval = SHORTEST_INTERVAL;

    Marks(QueueSettings settings, Assignment assignment, Admission admission, Runner runner, Commits commits) {
        this.assignment = assignment;
        this.admission = admission;
        this.runner = runner;
        this.commits = commits;
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
        Map<Epoch, SortedSet<Long>> waiting = inTheWay || anyGoesByName() ? waiting() : Map.of();
        int partitions = Math.max(1, assignment.held().size());
        int share = (workers(inTheWay) + partitions - 1) / partitions;
        Duration ahead = interval.multipliedBy(INTERVALS_AHEAD);
        var raised = new ArrayList<Epoch>();
        double pace = 0;
        for (Epoch epoch : assignment.held()) {
            Clearance clearance = epoch.clearance();
            SortedSet<Long> here = waiting.getOrDefault(epoch, Collections.emptySortedSet());
            var need = new Clearance.Need(share, inTheWay && waiting.containsKey(epoch), here, ahead);
            if (clearance.raise(epoch.watermark(), need, looked)) {
                raised.add(epoch);
            }
            pace += clearance.pace();
        }
        interval = interval(pace);
        return raised;
    }

    private boolean anyGoesByName() {
        return assignment.held().stream().anyMatch(epoch -> epoch.clearance().goesByName());
    }

    /** The epochs of what waits, and where something is to be named, the lowest offsets. */
    private Map<Epoch, SortedSet<Long>> waiting() {
        var waiting = new HashMap<Epoch, SortedSet<Long>>();
        admission.beyondMark().waiting().forEach(attempt -> {
            SortedSet<Long> here = waiting.computeIfAbsent(attempt.epoch(), epoch -> new TreeSet<>());
            if (attempt.epoch().clearance().goesByName()) {
                here.add(attempt.offset());
                if (here.size() > Named.MOST) { // more cannot be named, and thousands may wait
                    here.removeLast();
                }
            }
        });
        return waiting;
    }

    /** How many workers may take something up before the marks are moved again. */
    private int workers(boolean inTheWay) {
        int limit = runner.limit();
        if (limit > AT_ONCE && (inTheWay || looked - counted >= COUNT_INTERVAL.toNanos())) {
            counted = looked;
            busy = runner.busy();
        }
        return Math.min(limit, Math.max(AT_ONCE, 2 * busy));
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
            Clearance clearance = epoch.clearance();
            if (clearance.goesByName()
                    || clearance.isShortOf(epoch.watermark().position().orElse(0))) {
                return true;
            }
        }
        return false;
    }
}
