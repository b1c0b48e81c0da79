package io.trireme.consume;

import io.trireme.Fault;
import io.trireme.Outcome;
import io.trireme.TriremeException;
import io.trireme.deadletter.DeadLetter;
import io.trireme.deadletter.DeadLetters;
import io.trireme.run.Runner;
import io.trireme.run.Work;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Carries an {@link Outcome} out, and lets the offset go when that is durable.
 *
 * <p>One for each queue; runs on the runner's threads. An attempt of an epoch that has ended writes nothing. A failed
 * attempt is tried again in place after a pause: the task parks on the timer, holding its lane but no worker. A dead
 * letter that the brokers do not take is offered to them again until they do or the epoch ends; the lane goes on
 * meanwhile, the offset does not.
 */
final class Settlement {
    private static final Logger LOG = Logger.getLogger(Settlement.class);

    private final int maxAttempts;
    private final Duration delay;
    private final DeadLetters deadLetters;
    private final Runner runner;
    private final ScheduledExecutorService timer;
    private final Counters counters;
    private final LogBudget budget;
    private final Set<Attempt> parked = ConcurrentHashMap.newKeySet(); // bounded by the tasks in flight

    Settlement(
            QueueSettings settings,
            DeadLetters deadLetters,
            Runner runner,
            ScheduledExecutorService timer,
            Counters counters) {
        this.maxAttempts = settings.maxAttempts();
        this.delay = settings.retryDelay();
        this.deadLetters = deadLetters;
        this.runner = runner;
        this.timer = timer;
        this.counters = counters;
        this.budget = new LogBudget(System::nanoTime);
    }

    /** Settles the attempt; returns what is to be run next in its lane. */
    Work settle(Attempt attempt, Outcome outcome) {
        if (attempt.epoch().isEnded()) {
            return attempt.abandon();
        }
        return switch (outcome) {
            case Outcome.Done done -> done(attempt);
            case Outcome.Retry(Throwable cause) when attempt.number() < maxAttempts -> retry(attempt, cause);
            case Outcome.Retry(Throwable cause) -> bury(attempt, Fault.ATTEMPTS_EXHAUSTED, cause);
            case Outcome.Dead(Fault reason, Throwable cause) -> bury(attempt, reason, cause);
            case Outcome.Abandoned abandoned -> attempt.abandon();
        };
    }

    private Work done(Attempt attempt) {
        counters.done().increment();
        attempt.finished();
        return attempt.follower();
    }

    private Work retry(Attempt attempt, Throwable cause) {
        if (!attempt.epoch().isOpen()) {
            return attempt.abandon(); // whoever gets the partition goes on with it
        }
        counters.retried().increment();
        if (budget.allows()) {
            LOG.warnf(
                    cause,
                    "Task %s of queue %s failed on attempt %d of %d; next try in %s%s",
                    AttemptContext.id(attempt.record()),
                    attempt.record().topic(),
                    attempt.number(),
                    maxAttempts,
                    delay,
                    budget.suppressed());
        }
        attempt.again();
        if (delay.isZero()) {
            return attempt;
        }
        return park(attempt);
    }

    private Work park(Attempt attempt) {
        parked.add(attempt);
        // The epoch may have closed, and what was parked been woken, just before this one was added.
        if (!attempt.epoch().isOpen() && parked.remove(attempt)) {
            return attempt.abandon();
        }
        timer.schedule(() -> unpark(attempt), delay.toMillis(), TimeUnit.MILLISECONDS);
        return Work.NONE;
    }

    /** The timer's, or that of whoever closes the epoch; the one who takes it out of the parked ones goes on with it. */
    private void unpark(Attempt attempt) {
        if (parked.remove(attempt)) {
            resume(attempt);
        }
    }

    /** Has the parked tasks of closed epochs let go now, so that neither their lanes nor the books wait for the timer. */
    void unparkClosed() {
        for (Attempt attempt : parked) {
            if (!attempt.epoch().isOpen()) {
                unpark(attempt);
            }
        }
    }

    private void resume(Attempt attempt) {
        if (!runner.offer(attempt)) {
            throw new IllegalStateException("no room for " + attempt + ", which was counted as in flight");
        }
        runner.signal();
    }

    private Work bury(Attempt attempt, Fault reason, Throwable cause) {
        ConsumerRecord<byte[], byte[]> record = attempt.record();
        String id = AttemptContext.id(record);
        if (budget.allows()) {
            // A fault of ours is told by its sentence; its stack is only the way to it.
            boolean ours = cause instanceof TriremeException;
            LOG.warnf(
                    ours ? null : cause,
                    "Task %s of queue %s goes to the dead letters after attempt %d: %s%s%s",
                    id,
                    record.topic(),
                    attempt.number(),
                    reason,
                    ours ? " (" + cause.getMessage() + ")" : "",
                    budget.suppressed());
        }
        attempt.epoch().writeBegun();
        deadLetters.bury(new DeadLetter(record, id, reason, cause, attempt.number()), new Burial(attempt));
        return attempt.follower();
    }

    /** Waits for the brokers on behalf of one attempt. Called by the producer's thread and the timer's, in turn. */
    private final class Burial implements DeadLetters.Burial {
        private final Attempt attempt;

        /** Whether a rebalance waits for it; no longer once it was held up, since that may last for days. */
        private boolean awaited = true;

        private Burial(Attempt attempt) {
            this.attempt = attempt;
        }

        @Override
        public boolean wanted() {
            return !attempt.epoch().isEnded();
        }

        @Override
        public void heldUp() {
            counters.heldUp().increment();
            awaitedNoLonger();
        }

        @Override
        public void buried() {
            counters.dead().increment();
            attempt.finished();
            awaitedNoLonger();
        }

        @Override
        public void givenUp() {
            attempt.letGo(); // its lane went on when the letter was handed over
            awaitedNoLonger();
        }

        private void awaitedNoLonger() {
            if (awaited) {
                awaited = false;
                attempt.epoch().writeEnded();
            }
        }
    }
}
