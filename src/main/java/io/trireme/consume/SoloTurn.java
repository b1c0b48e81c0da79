package io.trireme.consume;

import io.trireme.run.Runner;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Runs the suspects of a queue, one at a time, while nothing else of the process begins.
 *
 * <p>Step by step: the queue takes the process for itself ({@link Solitude}); what runs is awaited, but what has run for
 * as long as a task counts as alone is believed harmless and goes on; a commit says which suspect runs alone, and is
 * acknowledged; the suspect runs, and is awaited for as long as it counts as alone; then the next one. The last commit says
 * that nobody runs alone any more, and only when that is acknowledged the others begin again. So a death finds either
 * nobody in the commit, or the one that ran alone, and counts against that.
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
    /** So long the process is kept from everything else before all have their time. */
    private static final Duration STRETCH = Duration.ofMillis(250);

    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(1);

    /** Beside the time that a task counts as alone: for what just begins or settles. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private final Quarantine quarantine;
    private final int concurrency;
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
        this.concurrency = settings.concurrency();
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
                stretch(nanoTime);
            } finally {
                finish();
            }
        }
    }

    private void stretch(long begun) {
        while (!stopping.getAsBoolean() && System.nanoTime() - begun < STRETCH.toNanos()) {
            Optional<Attempt> next = next();
            if (next.isEmpty() || !isQuiet() || !run(next.get())) {
                return;
            }
        }
    }

    private Optional<Attempt> next() {
        return admission
                .suspects()
                .waiting()
                .filter(attempt -> attempt.epoch().isOpen())
                .min(Comparator.<Attempt>comparingInt(
                                attempt -> -attempt.epoch().clearance().deaths(attempt.offset()))
                        .thenComparingLong(Attempt::offset));
    }

    /** Waits until nothing runs that may still turn out to kill, and a worker is free. */
    private boolean isQuiet() {
        long begun = System.nanoTime();
        Duration patience = quarantine.alone().plus(PATIENCE);
        while (runner.busy() >= concurrency || !solitude.isQuiet(quarantine.alone())) {
            if (stopping.getAsBoolean() || System.nanoTime() - begun > patience.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(this, LOOK_AGAIN_AFTER.toNanos());
        }
        return true;
    }

    /** Whether the suspect had its turn. */
    private boolean run(Attempt suspect) {
        Clearance clearance = suspect.epoch().clearance();
        told.forEach(epoch -> epoch.clearance().aloneEnds());
        if (clearance.deaths(suspect.offset()) == 0 || !solitude.isOutlasted()) {
            clearance.aloneBegins(suspect.offset());
        }
        told.add(suspect.epoch());
        if (!commit()) {
            return false;
        }
        told.retainAll(Set.of(suspect.epoch()));
        var run = new SoloRun();
        suspect.runsAlone(run);
        if (!admission.suspects().letGo(suspect)) {
            return false;
        }
        counters.ranAlone().increment();
        if (!run.await(quarantine.alone())) {
            solitude.outlastedBy(run);
        }
        clearance.survived(suspect.offset());
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
