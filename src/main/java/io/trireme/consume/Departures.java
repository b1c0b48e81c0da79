package io.trireme.consume;

import io.trireme.Ordering;
import io.trireme.run.Work;
import io.trireme.schedule.Departure;
import io.trireme.schedule.ScheduleReach;
import io.trireme.wire.Deliveries;
import io.trireme.wire.LogBudget;
import io.trireme.wire.Topics;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * Lets tasks of one queue leave the process until they are to be tried again: the schedule brings them back to their queue.
 *
 * <p>While the command is on its way to the brokers the task keeps its lane and no worker; when they have it, the task is
 * settled here and its lane goes on. So a crash leaves the task with the old record, or with both that and the command, in which
 * case the old record runs again: if it fails again, the second command is known for a copy of the first and ignored.
 * The attempt that failed is not counted in the commits, so that the copy has the number of the first.
 *
 * <p>Any thread; answers come on the producer's thread or the timer's.
 */
final class Departures {
    private static final Logger LOG = Logger.getLogger(Departures.class);

    private final boolean may;
    private final boolean must;
    private final Ordering ordering;
    private final Deliveries deliveries;
    private final ScheduleReach reach;
    private final Parking parking;
    private final Counters counters;
    private final LogBudget budget = new LogBudget(System::nanoTime);

    Departures(QueueSettings settings, Outlets outlets, Parking parking, Counters counters) {
        this.may = settings.mayDelay();
        this.must = settings.mustDelay();
        this.ordering = settings.ordering();
        this.deliveries = outlets.deliveries();
        this.reach = outlets.reach();
        this.parking = parking;
        this.counters = counters;
    }

    /** Whether tasks are to leave at present. */
    boolean areOpen() {
        return may && (must || reach.isLive());
    }

    /** Why tasks that left do not come back at present. */
    Optional<String> trouble() {
        return must && !reach.isLive()
                ? Optional.of("retries wait in " + Topics.schedule()
                        + ", and no process with the role schedule is there to bring them back")
                : Optional.empty();
    }

    /**
     * Lets the task leave; returns what is to be run next.
     *
     * @param then what has become of it, with this attempt
     * @param due when it is to come back
     * @param cause what the attempt failed with, if it did
     * @param inPlace makes it wait here instead, and returns what is to be run next in its lane
     */
    Work depart(Attempt attempt, Tries then, Instant due, Optional<Throwable> cause, Supplier<Work> inPlace) {
        var departure = new Departure(
                attempt.record(),
                AttemptContext.id(attempt.record()),
                due,
                then.failed() + 1,
                then.firstFailure(),
                then.snoozed(),
                cause.map(Departures::told));
        ProducerRecord<byte[], byte[]> command = departure.toRecord();
        Optional<String> obstacle = reach.obstacle(command).or(() -> strays(attempt.record()));
        if (obstacle.isPresent()) {
            stays(departure, obstacle.get());
            return inPlace.get();
        }
        deliveries.deliver(new Leaving(attempt, departure, command, inPlace));
        return Work.NONE;
    }

    /** In another partition it would overlap others of its lane, or not be the last of them. */
    private Optional<String> strays(ConsumerRecord<byte[], byte[]> task) {
        return switch (ordering) {
            case UNORDERED -> Optional.empty();
            case BY_KEY -> task.key() == null ? Optional.empty() : reach.strays(task); // without key, a lane of its own
            case BY_PARTITION -> reach.strays(task);
        };
    }

    /** The exception is the user's, and may throw while it tells of itself. */
    private static String told(Throwable cause) {
        try {
            return cause.toString();
        } catch (RuntimeException broken) {
            return cause.getClass().getName();
        }
    }

    private void stays(Departure departure, String why) {
        if (budget.allows()) {
            LOG.warnf(
                    "Task %s of queue %s waits for its next attempt in place, since the schedule could not take it and bring it back: %s%s",
                    departure.id(), departure.task().topic(), why, budget.suppressed());
        }
    }

    /** One task on its way out. Called by one thread after the other. */
    private final class Leaving implements Deliveries.Delivery {
        private final Attempt attempt;
        private final Departure departure;
        private final ProducerRecord<byte[], byte[]> command;
        private final Supplier<Work> inPlace;
        private final AwaitedWrite write;

        private Leaving(
                Attempt attempt, Departure departure, ProducerRecord<byte[], byte[]> command, Supplier<Work> inPlace) {
            this.attempt = attempt;
            this.departure = departure;
            this.command = command;
            this.inPlace = inPlace;
            this.write = new AwaitedWrite(attempt.epoch());
        }

        @Override
        public ProducerRecord<byte[], byte[]> record() {
            return command;
        }

        @Override
        public String topic() {
            return command.topic();
        }

        @Override
        public ConsumerRecord<byte[], byte[]> task() {
            return departure.task();
        }

        @Override
        public String what() {
            return "the retry of task " + departure.id();
        }

        @Override
        public boolean wanted() {
            return write.wanted();
        }

        @Override
        public Deliveries.TooLarge tooLarge() {
            stays(departure, "it is larger than " + command.topic() + " takes");
            goOn(inPlace.get());
            write.noLonger();
            return Deliveries.TooLarge.GONE_ANOTHER_WAY;
        }

        @Override
        public void heldUp() {
            counters.heldUp().increment();
            write.noLonger();
        }

        @Override
        public void delivered() {
            attempt.finished();
            goOn(attempt.follower());
            write.noLonger();
        }

        @Override
        public void givenUp() {
            goOn(attempt.abandon());
            write.noLonger();
        }

        private void goOn(Work next) {
            if (next != Work.NONE) {
                parking.resume(next);
            }
        }
    }
}
