package io.trireme.consume;

import io.trireme.Fault;
import io.trireme.Outcome;
import io.trireme.Snooze;
import io.trireme.TaskError;
import io.trireme.TaskState;
import io.trireme.TriremeConfig.Expired;
import io.trireme.TriremeException;
import io.trireme.deadletter.DeadLetter;
import io.trireme.retry.RetryPolicy;
import io.trireme.run.Work;
import io.trireme.wire.LogBudget;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Carries an {@link Outcome} out, and lets the offset go when that is durable.
 *
 * <p>One for each queue; runs on the runner's threads. An attempt of an epoch that has ended writes nothing. A failed
 * attempt is tried again after a pause: in place, where the task parks, holding its lane but no worker, or the task leaves
 * the process ({@link Departures}). A dead letter or a result that the brokers do not take is offered to them again until
 * they do or the epoch ends; the lane goes on meanwhile, the offset does not ({@link Telling}).
 */
final class Settlement {
    private static final Logger LOG = Logger.getLogger(Settlement.class);

    /** A snooze this long leaves the process, where tasks may; a shorter one is not worth two writes. */
    static final Duration LONG_SNOOZE = Duration.ofMinutes(1);

    private final Duration maxSnooze;
    private final Expired expired;
    private final Telling telling;
    private final Parking parking;
    private final Departures departures;
    private final Counters counters;
    private final InstantSource clock;
    private final DoubleSupplier random;
    private final Unsettled unsettled;
    private final LogBudget budget = new LogBudget(System::nanoTime);

    /** @param random gives numbers from 0 to 1, to any thread */
    Settlement(
            QueueSettings settings,
            Outlets outlets,
            Parking parking,
            Departures departures,
            Counters counters,
            InstantSource clock,
            DoubleSupplier random) {
        this.maxSnooze = settings.maxSnooze();
        this.expired = settings.expired();
        this.telling = new Telling(settings.results(), outlets, counters);
        this.parking = parking;
        this.departures = departures;
        this.counters = counters;
        this.clock = clock;
        this.random = random;
        this.unsettled = new Unsettled(counters);
    }

    DoubleSupplier random() {
        return random;
    }

    Telling telling() {
        return telling;
    }

    Parking parking() {
        return parking;
    }

    /** Settles the attempt; returns what is to be run next in its lane. */
    Work settle(Attempt attempt, Outcome outcome) {
        if (attempt.epoch().isEnded()) {
            return attempt.abandon();
        }
        return switch (outcome) {
            case Outcome.Done(Object value) -> telling.done(attempt, value);
            case Outcome.Retry(Throwable cause) -> retry(attempt, cause);
            case Outcome.Snoozed(Duration pause) -> snooze(attempt, pause);
            case Outcome.Dead(Fault reason, Throwable cause) -> bury(attempt, reason, cause, attempt.number());
            case Outcome.Expired(Instant at) -> expire(attempt, at);
            case Outcome.Cancelled cancelled -> cancel(attempt);
            case Outcome.Abandoned abandoned -> attempt.abandon();
        };
    }

    /** Settling it threw, which it never should; returns what is to be run next in its lane. */
    Work broke(Attempt attempt, Throwable broken) {
        unsettled.add(attempt, broken);
        return attempt.follower();
    }

    /** Which tasks are not settled since that threw, if there are any. */
    Optional<String> trouble() {
        return unsettled.trouble();
    }

    private Work retry(Attempt attempt, Throwable cause) {
        RetryPolicy policy = attempt.retries();
        if (policy.aborts(cause)) {
            return bury(attempt, Fault.ABORTED, cause, attempt.number());
        }
        if (attempt.number() >= policy.maxAttempts()) {
            return bury(attempt, Fault.ATTEMPTS_EXHAUSTED, cause, attempt.number());
        }
        Instant now = clock.instant();
        Duration pause = policy.pause(attempt.number(), random);
        if (!pause.isZero() && departures.areOpen()) {
            tell(attempt, policy, pause, cause);
            counters.retried().increment();
            Tries then = attempt.tries().withFailure(now);
            return departures.depart(attempt, then, now.plus(pause), Optional.of(cause), () -> {
                attempt.failed(now);
                return parking.park(attempt, pause, cause);
            });
        }
        tell(attempt, policy, pause, cause);
        attempt.failed(now); // counted even if the partition is given up: the last commit tells
        if (!attempt.epoch().isOpen()) {
            return attempt.abandon(); // whoever gets the partition goes on with it
        }
        counters.retried().increment();
        return pause.isZero() ? attempt : parking.park(attempt, pause, cause);
    }

    private void tell(Attempt attempt, RetryPolicy policy, Duration pause, Throwable cause) {
        telling.retrying(attempt, cause);
        if (budget.allows()) {
            LOG.warnf(
                    cause instanceof TriremeException ? null : cause,
                    "Task %s of queue %s failed on attempt %d of %d; next try in %d ms%s%s",
                    AttemptContext.id(attempt.record()),
                    attempt.record().topic(),
                    attempt.number(),
                    policy.maxAttempts(),
                    pause.toMillis(),
                    cause instanceof TriremeException ours ? ": " + ours.getMessage() : "",
                    budget.suppressed());
        }
    }

    private Work snooze(Attempt attempt, Duration pause) {
        Duration left = maxSnooze.minus(attempt.tries().snoozed());
        if (!left.isPositive()) {
            return retry(attempt, Fault.SNOOZED_TOO_LONG.because(AttemptContext.id(attempt.record()), maxSnooze));
        }
        Duration rest = pause.compareTo(left) < 0 ? pause : left;
        if (rest.compareTo(LONG_SNOOZE) >= 0 && departures.areOpen()) {
            counters.snoozed().increment();
            Tries then = attempt.tries().withSnooze(rest);
            return departures.depart(
                    attempt, then, clock.instant().plus(rest), Optional.empty(), () -> stay(attempt, rest));
        }
        if (attempt.epoch().isOpen()) {
            counters.snoozed().increment();
        }
        return stay(attempt, rest);
    }

    private Work stay(Attempt attempt, Duration rest) {
        attempt.snoozed(rest);
        return parking.park(attempt, rest, Snooze.of(rest)); // lets it go if its epoch has closed
    }

    /** Gives up a task that killed so many processes while it ran alone; returns what is to be run next in its lane. */
    Work condemn(Attempt attempt) {
        int deaths = attempt.epoch().clearance().deaths(attempt.offset());
        return bury(
                attempt,
                Fault.KILLED_PROCESS,
                Fault.KILLED_PROCESS.because(AttemptContext.id(attempt.record()), deaths),
                attempt.number() - 1 + deaths);
    }

    private Work expire(Attempt attempt, Instant at) {
        if (expired == Expired.DEAD_LETTER) {
            return bury(
                    attempt,
                    Fault.EXPIRED,
                    Fault.EXPIRED.because(AttemptContext.id(attempt.record()), at),
                    attempt.number() - 1);
        }
        String id = AttemptContext.id(attempt.record());
        Supplier<TaskError> why = () -> TaskError.of(Fault.EXPIRED, Fault.EXPIRED.because(id, at));
        return telling.ended(attempt, counters.expired(), attempt.number() - 1, TaskState.EXPIRED, why, null);
    }

    private Work cancel(Attempt attempt) {
        if (budget.allows()) {
            LOG.infof(
                    "Task %s of queue %s is cancelled%s",
                    AttemptContext.id(attempt.record()), attempt.record().topic(), budget.suppressed());
        }
        String id = AttemptContext.id(attempt.record());
        Supplier<TaskError> why = () -> TaskError.of(Fault.CANCELLED, Fault.CANCELLED.because(id));
        return telling.ended(attempt, counters.cancelled(), attempt.made(), TaskState.CANCELLED, why, null);
    }

    /**
     * Gives up tasks that wait for a retry, those with most tasks behind them first, until no more than {@code most} tasks
     * wait or are behind one that does. Their letters are written by another thread: the client may block it. Poll thread
     * only.
     */
    void giveUpBeyond(int most) {
        int held = parking.held();
        for (Attempt attempt : parking.longestFirst()) {
            if (held <= most) {
                return;
            }
            int freed = 1 + attempt.followers();
            int now = held;
            if (parking.giveUp(attempt, telling::later, (given, cause) -> giveUp(given, cause, now))) {
                held -= freed;
            }
        }
    }

    /** What is said of a task may be the user's and throw, and the thread that is lent for this would keep it to itself. */
    private Work giveUp(Attempt attempt, Throwable cause, int held) {
        try {
            return givenUp(attempt, cause, held);
        } catch (Throwable broken) {
            return broke(attempt, broken);
        }
    }

    /** By the time that its turn comes its partition may have been given up, or the task withdrawn. */
    private Work givenUp(Attempt attempt, Throwable cause, int held) {
        if (!attempt.epoch().isOpen()) {
            return attempt.abandon();
        }
        return attempt.isWithdrawn()
                ? attempt // its next run ends at once, as the pipeline sees
                : bury(
                        attempt,
                        Fault.TOO_MANY_PARKED,
                        Fault.TOO_MANY_PARKED.causedBy(cause, AttemptContext.id(attempt.record()), held),
                        attempt.number() - 1);
    }

    /** @param attempts how many attempts were made */
    private Work bury(Attempt attempt, Fault reason, Throwable cause, int attempts) {
        ConsumerRecord<byte[], byte[]> record = attempt.record();
        String id = AttemptContext.id(record);
        if (budget.allows()) {
            // A fault of ours is told by its sentence; its stack is only the way to it.
            boolean ours = cause instanceof TriremeException;
            LOG.warnf(
                    ours ? null : cause,
                    "Task %s of queue %s goes to the dead letters after %d attempts: %s%s%s",
                    id,
                    record.topic(),
                    attempts,
                    reason,
                    ours ? " (" + cause.getMessage() + ")" : "",
                    budget.suppressed());
        }
        var letter = new DeadLetter(
                record,
                id,
                reason,
                cause,
                attempts,
                attempt.tries().firstFailure().orElseGet(clock::instant));
        TaskState how = reason == Fault.EXPIRED ? TaskState.EXPIRED : TaskState.FAILED;
        return telling.ended(attempt, counters.dead(), attempts, how, () -> TaskError.of(reason, cause), letter);
    }
}
