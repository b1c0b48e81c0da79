package io.trireme.result;

import io.trireme.Fault;
import io.trireme.ResultSettings;
import io.trireme.TriremeException;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.TaskIds;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Finds what came out of tasks by their ids alone, in any process. A bean.
 *
 * <p>Where a process has the role {@code state} it is asked where the result lies, whatever the id. Where none has, or none
 * answers, only an id that is a UUID of version 7 helps: it says in which partition its result is, and since when it can be
 * there; the records from a little before that on are read.
 *
 * <p>Any thread; calls block. They throw {@link TriremeException}: {@link Fault#TASK_UNKNOWN}, {@link Fault#RESULT_UNKNOWN} and
 * {@link Fault#RESULT_NOT_BY_ID}; {@link Fault#RESULT_TOO_FAR} and {@link Fault#TOO_MANY_LOOKUPS}, for what is bounded;
 * {@link Fault#STATE_UNANSWERED}; and
 * {@link Fault#RESULTS_MISSING}, {@link Fault#TOO_MANY_WAITING}, {@link Fault#BROKER_UNAVAILABLE}. An interrupt is thrown as
 * Kafka's {@link InterruptException}, with the thread's flag set, where {@code InterruptedException} is not declared.
 */
public final class Results implements AutoCloseable {
    /** What clocks of publishers and workers may differ by. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    private final ResultSettings settings;
    private final Replies replies;
    private final Places places;
    private final Lookups lookups;
    private final InstantSource clock;

    Results(KafkaSettings kafka, ResultSettings settings, Replies replies, Places places, InstantSource clock) {
        this.settings = settings;
        this.replies = replies;
        this.places = places;
        this.lookups = new Lookups(kafka, System::nanoTime);
        this.clock = clock;
    }

    /** What was told of the task last; pending if its id is young enough for something to come. */
    public TaskResult find(String id) {
        Optional<Instant> made = made(id);
        return told(id, made).orElseGet(() -> pending(id, made));
    }

    private Optional<TaskResult> told(String id, Optional<Instant> made) {
        if (places.areKept()) {
            try {
                return places.find(id).flatMap(place -> lookups.at(id, place));
            } catch (TriremeException silent) {
                if (silent.fault() != Fault.STATE_UNANSWERED || made.isEmpty()) {
                    throw silent;
                }
            }
        }
        Instant since = made.orElseThrow(() -> Fault.RESULT_NOT_BY_ID.because(id));
        return lookups.find(id, replies.partition(id), since.minus(CLOCK_SKEW));
    }

    /** Of an id that somebody else made it is not known whether anything may come. */
    private TaskResult pending(String id, Optional<Instant> made) {
        return TaskResult.pending(id, made.orElseThrow(() -> Fault.RESULT_UNKNOWN.because(id, settings.retention())));
    }

    /** Waits for the task to end, for so long; returns what is known then. */
    public TaskResult await(String id, Duration atMost) throws InterruptedException {
        return await(id, atMost, told -> {});
    }

    /** The same, telling what is told meanwhile. */
    TaskResult await(String id, Duration atMost, Consumer<TaskResult> each) throws InterruptedException {
        try {
            return awaited(id, atMost, each);
        } catch (
                InterruptException
                        stopped) { // while the brokers were asked; the client has set the thread's flag again
            Thread.interrupted();
            throw (InterruptedException) new InterruptedException(stopped.getMessage()).initCause(stopped);
        }
    }

    private TaskResult awaited(String id, Duration atMost, Consumer<TaskResult> each) throws InterruptedException {
        Optional<Instant> made = made(id);
        try (Watch watch = watch(id, each)) {
            return watch.reply.end(atMost);
        } catch (TimeoutException late) {
            return find(id);
        } catch (TriremeException closed) {
            if (closed.fault() == Fault.RESULT_OVERDUE) {
                return pending(id, made);
            }
            throw closed;
        }
    }

    /**
     * Tells what is known of the task, then each thing that is told of it, until it has ended or the watch is closed.
     *
     * @param each called by one thread after the other, none of which may be blocked
     */
    Watch watch(String id, Consumer<TaskResult> each) {
        Optional<Instant> made = made(id);
        Reply<Object> reply = replies.expect(id, each); // first, so that nothing falls between it and what is looked up
        try {
            told(id, made).ifPresent(reply::toldBefore);
            return new Watch(reply);
        } catch (RuntimeException failure) {
            replies.leave(reply);
            throw failure;
        }
    }

    /** When the id was made, if it says that and can have been. */
    private Optional<Instant> made(String id) {
        Optional<Instant> made = TaskIds.time(id);
        Instant now = clock.instant();
        if (made.filter(at -> at.isAfter(now.plus(CLOCK_SKEW)) || at.isBefore(now.minus(settings.retention())))
                .isPresent()) {
            throw Fault.TASK_UNKNOWN.because(id, settings.retention());
        }
        return made;
    }

    @Override
    public void close() {
        lookups.close();
    }

    /** Somebody looks; to be closed. */
    final class Watch implements AutoCloseable {
        private final Reply<Object> reply;

        private Watch(Reply<Object> reply) {
            this.reply = reply;
        }

        /** Runs this when nothing more will be told, on a thread that must not block. */
        void whenEnded(Runnable then) {
            reply.whenEnded(then);
        }

        @Override
        public void close() {
            replies.leave(reply);
        }
    }
}
