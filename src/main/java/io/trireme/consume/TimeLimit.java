package io.trireme.consume;

import io.trireme.Fault;
import io.trireme.Outcome;
import io.trireme.consume.QueueStatus.RunningAttempt;
import io.trireme.run.Runner;
import io.trireme.run.Work;
import io.trireme.run.WorkerView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * How long an attempt may run: one that runs for longer is interrupted once, and counts as failed when it returns, whatever
 * it returns, since a handler that swallows the interrupt and comes back early has not done its work. Its worker and its
 * lane stay taken until then. One that does not return is stuck: told with its stack, once in the log, and in the queue's
 * status for as long as it lasts.
 *
 * <p>An overrun belongs to one run of an attempt, told by when that began: an attempt that ended just as it was found, and
 * runs again, is not taken for the one that overran. One that was interrupted before, since its task was revoked or its
 * partition given up, is not interrupted again, but overruns like any other.
 *
 * <p>Threading: the timer looks, several times within the limit; workers ask as their attempts end; any thread reads.
 */
final class TimeLimit {
    private static final Logger LOG = Logger.getLogger(TimeLimit.class);
    private static final int LOOKS_PER_LIMIT = 20;
    private static final long SHORTEST_LOOK = Duration.ofMillis(5).toNanos();
    private static final long LONGEST_LOOK = Duration.ofSeconds(1).toNanos();

    /** How long after its interrupt an attempt is taken for stuck. */
    private static final Duration STUCK_AFTER = Duration.ofSeconds(5);

    private final Duration limit;
    private final Runner runner;
    private final Counters counters;
    private final Map<Attempt, Overrun> overruns = new ConcurrentHashMap<>(); // bounded by the concurrency
    private volatile List<RunningAttempt> stuck = List.of(); // written by the timer, read by probes

    /** @param limit how long an attempt may run */
    TimeLimit(Duration limit, Runner runner, Counters counters) {
        this.limit = limit;
        this.runner = runner;
        this.counters = counters;
    }

    /** Begins to look, on {@code timer}. */
    Future<?> start(ScheduledExecutorService timer) {
        long pause = Math.clamp(limit.toNanos() / LOOKS_PER_LIMIT, SHORTEST_LOOK, LONGEST_LOOK);
        return timer.scheduleWithFixedDelay(() -> look(System.nanoTime()), pause, pause, TimeUnit.NANOSECONDS);
    }

    /** Interrupts what has run for too long and reports what does not stop. */
    void look(long now) {
        if (overruns.isEmpty() && stuck.isEmpty() && !runner.runs(work -> isOver(work, now))) {
            return; // as a rule, and then no list of the workers is made
        }
        List<WorkerView> workers = runner.workers(Integer.MAX_VALUE);
        Set<Attempt> found = find(workers, now);
        runner.interrupt(work -> work instanceof Attempt attempt && found.contains(attempt) && isOver(attempt, now));
        report(workers, now);
    }

    /** Those that run for too long and were not known to. */
    private Set<Attempt> find(List<WorkerView> workers, long now) {
        var found = new HashSet<Attempt>();
        for (WorkerView worker : workers) {
            Work work = worker.work().orElse(Work.NONE);
            if (isOver(work, now) && work instanceof Attempt attempt && isNew(attempt, now)) {
                found.add(attempt);
            }
        }
        return found;
    }

    private boolean isOver(Work work, long now) {
        return work instanceof Attempt attempt && attempt.runsFor(now) > limit.toNanos();
    }

    private boolean isNew(Attempt attempt, long now) {
        long begun = attempt.begun();
        Overrun known = overruns.get(attempt);
        if (known != null && known.begun() == begun) {
            return false;
        }
        overruns.put(attempt, new Overrun(begun, now, false));
        return true;
    }

    private void report(List<WorkerView> workers, long now) {
        var running = new HashSet<Attempt>();
        var held = new ArrayList<RunningAttempt>();
        for (WorkerView worker : workers) {
            if (worker.work().orElse(Work.NONE) instanceof Attempt attempt) {
                running.add(attempt);
                Overrun overrun = overruns.get(attempt);
                if (overrun != null
                        && overrun.begun() == attempt.begun()
                        && now - overrun.found() > STUCK_AFTER.toNanos()) {
                    RunningAttempt.of(attempt, worker, Duration.ofNanos(now - overrun.begun()))
                            .ifPresent(one -> {
                                held.add(one);
                                tell(attempt, overrun, one);
                            });
                }
            }
        }
        overruns.keySet().retainAll(running); // one that ended just as it was found
        stuck = List.copyOf(held);
    }

    private void tell(Attempt attempt, Overrun overrun, RunningAttempt one) {
        if (!overrun.told() && overruns.replace(attempt, overrun, overrun.asTold())) {
            counters.stuck().increment();
            LOG.warnf(
                    "Task %s at %s was interrupted, is past its timeout of %s and has not stopped; it holds worker %s and"
                            + " its lane until it does. It is at: %s",
                    one.task(), one.place(), limit, one.worker(), one.stack().orElse("an unknown place"));
        }
    }

    /** What the attempt's outcome counts as. */
    Outcome outcome(Attempt attempt, Outcome outcome) {
        if (overruns.isEmpty()) {
            return outcome;
        }
        Overrun overrun = overruns.remove(attempt);
        if (overrun == null || overrun.begun() != attempt.begun() || outcome instanceof Outcome.Abandoned) {
            return outcome;
        }
        counters.timedOut().increment();
        String id = AttemptContext.id(attempt.record());
        return new Outcome.Retry(
                outcome instanceof Outcome.Retry(Throwable cause)
                        ? Fault.TIMED_OUT.causedBy(cause, id, limit)
                        : Fault.TIMED_OUT.because(id, limit));
    }

    /** The attempts that were interrupted and have not stopped. */
    List<RunningAttempt> stuck() {
        return stuck;
    }

    /** A run that was found too long: when it began and was found, in nanoTime, and whether the log has it. */
    private record Overrun(long begun, long found, boolean told) {
        Overrun asTold() {
            return new Overrun(begun, found, true);
        }
    }
}
