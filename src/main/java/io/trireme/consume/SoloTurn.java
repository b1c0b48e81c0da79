package io.trireme.consume;

import io.trireme.run.Runner;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Runs the suspects of a queue, one at a time, while nothing else of the process begins.
 *
 * <p>Step by step: the queue takes the process for itself ({@link Solitude}); what runs is awaited, but what has run for
 * as long as a task counts as alone is believed harmless and goes on; a commit says which suspects run alone next, and is
 * acknowledged; they run, one after another, each awaited for as long as it counts as alone; then the next ones. The last
 * commit says that nobody runs alone any more, and only when that is acknowledged the others begin again. So a death finds
 * either nobody in the commit, or those that were told of with the one that ran alone.
 *
 * <p>One commit tells of up to {@value Begun#TOGETHER} suspects that had no death yet, since the way to the brokers takes longer
 * than most tasks. A death among them counts against each: against the one that killed, as if it had been told of by itself,
 * so that it costs no process more; and against those beside it, which are told of by themselves from then on and come
 * through. Where two deaths condemn, none has company.
 *
 * <p>Those with deaths come first, the lowest offset first of all others. Walk-through of why: a task kills its process
 * after its time alone, and always in that of the innocent one that runs next. Were it first again, the innocent one would
 * have the next death too. As it is, the innocent one runs before it, and comes through. Should a suspect that outlasted
 * its time still run, no second death is counted against another one, for the same reason.
 *
 * <p>A suspect is the head of its lane, so order holds: what is behind it follows it, in its own turn alone.
 *
 * <p>Not thread-safe: owned by the poll thread, which stands here for a {@link #STRETCH} and what the last suspect takes. On
 * failure of a commit the suspect does not run, and all wait until one succeeds or the partition is lost.
 */
final class SoloTurn implements AutoCloseable {
    /** So long suspects run before all have their time; what ran before them is awaited beside that. */
    private static final Duration STRETCH = Duration.ofMillis(250);

    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(1);

    /** Beside the time that a task counts as alone: for what just begins or settles. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private static final Comparator<Attempt> DEATHS_FIRST = Comparator.<Attempt>comparingInt(
                    attempt -> -attempt.epoch().clearance().deaths(attempt.offset()))
            .thenComparingLong(Attempt::offset);

    private final Quarantine quarantine;
    private final Admission admission;
    private final Assignment assignment;
    private final Commits commits;
    private final Runner runner;
    private final Solitude solitude;
    private final Counters counters;
    private final BooleanSupplier stopping;
    private final Set<Epoch> told = new HashSet<>(); // whose last commits may say that a task runs alone

    SoloTurn(
            QueueSettings settings,
            Admission admission,
            Assignment assignment,
            Commits commits,
            Runner runner,
            Solitude solitude,
            Counters counters,
            BooleanSupplier stopping) {
        this.quarantine = settings.quarantine();
        this.admission = admission;
        this.assignment = assignment;
        this.commits = commits;
        this.runner = runner;
        this.solitude = solitude;
        this.counters = counters;
        this.stopping = stopping;
    }

    /** Runs suspects for a while, if there are any and the process is to be had. */
    void look(long nanoTime) {
        if (!told.isEmpty()) {
            finish();
        } else if (!admission.suspects().isEmpty() && !admission.isPaused() && solitude.take(this, nanoTime)) {
            try {
                stretch();
            } finally {
                finish();
            }
        }
    }

    private void stretch() {
        if (!isQuiet()) {
            return;
        }
        long begun = System.nanoTime();
        while (!isOver(begun)) {
            List<Attempt> next = next();
            if (next.isEmpty() || !run(next, begun)) {
                return;
            }
        }
    }

    private boolean isOver(long stretchBegun) {
        return stopping.getAsBoolean() || System.nanoTime() - stretchBegun >= STRETCH.toNanos();
    }

    private List<Attempt> next() {
        List<Attempt> next = admission
                .suspects()
                .waiting()
                .filter(attempt -> attempt.epoch().isOpen())
                .sorted(DEATHS_FIRST)
                .limit(Begun.TOGETHER)
                .toList();
        return next.isEmpty() || hasCompany(next.getFirst()) ? next : next.subList(0, 1);
    }

    /** Whether those behind the first are told of with it: if no death counts against that one, none does against them. */
    private static boolean hasCompany(Attempt first) {
        return first.epoch().clearance().bearsCompany(first.offset());
    }

    /** Waits until nothing runs that may still turn out to kill, and a worker is free. */
    private boolean isQuiet() {
        long begun = System.nanoTime();
        Duration patience = quarantine.alone().plus(PATIENCE);
        while (runner.busy() >= runner.limit() || !solitude.isQuiet(quarantine.alone())) {
            if (stopping.getAsBoolean() || System.nanoTime() - begun > patience.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(this, LOOK_AGAIN_AFTER.toNanos());
        }
        return true;
    }

    /** Whether all of them had their turn. */
    private boolean run(List<Attempt> suspects, long stretchBegun) {
        told.forEach(epoch -> epoch.clearance().aloneEnds());
        Set<Epoch> epochs = suspects.stream().map(Attempt::epoch).collect(Collectors.toSet());
        suspects.forEach(this::tell);
        told.addAll(epochs);
        if (!commit()) {
            return false;
        }
        told.retainAll(epochs);
        for (Attempt suspect : suspects) {
            // One that outlasts its time may keep the last worker: the next could not begin, and would seem to come
            // through.
            if (isOver(stretchBegun) || !isQuiet() || !run(suspect)) {
                return false;
            }
        }
        return true;
    }

    private void tell(Attempt suspect) {
        Clearance clearance = suspect.epoch().clearance();
        if (clearance.deaths(suspect.offset()) == 0 || !solitude.isOutlasted()) {
            clearance.aloneBegins(suspect.offset());
        }
    }

    private boolean run(Attempt suspect) {
        var run = new SoloRun();
        suspect.runsAlone(run);
        if (!admission.suspects().letGo(suspect)) {
            return false;
        }
        counters.ranAlone().increment();
        if (!run.await(quarantine.alone())) {
            solitude.outlastedBy(run);
        }
        suspect.epoch().clearance().survived(suspect.offset());
        return true;
    }

    /** Has the others begin again as soon as the brokers know that nobody runs alone. */
    private void finish() {
        told.forEach(epoch -> epoch.clearance().aloneEnds());
        if (commit()) {
            told.clear();
            solitude.end(this, System.nanoTime());
        }
    }

    private boolean commit() {
        told.removeIf(epoch -> assignment.of(epoch.partition()) != epoch); // lost meanwhile
        told.forEach(epoch -> epoch.watermark().countSettled());
        return commits.mark(told);
    }

    /** Gives the process back. Called when the loop ends. */
    @Override
    public void close() {
        told.clear();
        solitude.end(this, System.nanoTime());
    }
}
