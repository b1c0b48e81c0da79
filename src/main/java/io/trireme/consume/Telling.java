package io.trireme.consume;

import io.trireme.Fault;
import io.trireme.ResultsKept;
import io.trireme.TaskError;
import io.trireme.TaskProgress;
import io.trireme.TaskState;
import io.trireme.deadletter.DeadLetter;
import io.trireme.deadletter.DeadLetters;
import io.trireme.result.Link;
import io.trireme.result.Links;
import io.trireme.result.ResultWriter;
import io.trireme.result.TaskResult;
import io.trireme.run.Work;
import io.trireme.wire.Deliveries;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Ends tasks and tells those who asked: writes the dead letter, the result and the task that follows, whichever there are, and
 * finishes the offset when the brokers have all of them. Of a task that nobody asked about nothing is written.
 *
 * <p>One for each queue; runs on the runner's threads.
 */
final class Telling {
    private final boolean all;
    private final boolean states;
    private final Deliveries deliveries;
    private final DeadLetters deadLetters;
    private final ResultWriter results;
    private final Links links;
    private final Counters counters;

    Telling(ResultsKept kept, Outlets outlets, Counters counters) {
        this.all = kept != ResultsKept.ASKED;
        this.states = kept == ResultsKept.STATES;
        this.deliveries = outlets.deliveries();
        this.deadLetters = outlets.deadLetters();
        this.results = outlets.results();
        this.links = outlets.links();
        this.counters = counters;
    }

    /** Ends tasks on another thread than the caller's, which must not be blocked by what is written. */
    void later(Runnable ending) {
        deliveries.later(ending);
    }

    /** Ends a task that is done; returns what is to be run next in its lane. */
    Work done(Attempt attempt, @Nullable Object value) {
        if (!all && !attempt.isAsked()) { // nearly all tasks
            counters.done().increment();
            attempt.finished();
            return attempt.follower();
        }
        ConsumerRecord<byte[], byte[]> record = attempt.record();
        TaskResult result = results.succeeded(
                record, AttemptContext.id(record), attempt.number(), attempt.ran(System.nanoTime()), value);
        return end(attempt, counters.done(), result.state(), () -> result, null);
    }

    /**
     * Ends a task that was not done; returns what is to be run next in its lane.
     *
     * @param as what it is counted by
     * @param attempts how many were made
     * @param letter its dead letter, if it is to leave one
     */
    Work ended(
            Attempt attempt,
            LongAdder as,
            int attempts,
            TaskState how,
            Supplier<TaskError> why,
            @Nullable DeadLetter letter) {
        ConsumerRecord<byte[], byte[]> record = attempt.record();
        return end(
                attempt,
                as,
                how,
                () -> results.ended(record, AttemptContext.id(record), attempts, how, why.get()),
                letter);
    }

    /** @param made makes the result, for whom there is one: an error with its stack is not made for nobody */
    private Work end(
            Attempt attempt, LongAdder as, TaskState how, Supplier<TaskResult> made, @Nullable DeadLetter letter) {
        ConsumerRecord<byte[], byte[]> record = attempt.record();
        boolean kept = isKept(record);
        Optional<Link> link = links.of(record, how);
        int writes = (letter == null ? 0 : 1) + (kept ? 1 : 0) + (link.isPresent() ? 1 : 0);
        if (writes == 0) {
            as.increment();
            attempt.finished();
            return attempt.follower();
        }
        var ending = new Ending(attempt, counters, as, writes);
        if (letter != null) {
            deadLetters.bury(letter, ending.waiter());
        }
        if (!kept && link.isEmpty()) {
            return attempt.follower();
        }
        TaskResult result = made.get();
        if (kept) {
            results.write(record, result, ending.waiter());
        }
        if (link.isPresent()) {
            links.publish(record, result, link.get(), ending.waiter());
        }
        return attempt.follower();
    }

    private boolean isKept(ConsumerRecord<byte[], byte[]> record) {
        return all || ResultWriter.isAsked(record);
    }

    /** An attempt begins; returns what takes how far it is, if anybody may want to know. */
    @Nullable
    ProgressReport started(Attempt attempt) {
        if (!all && !attempt.isAsked()) { // nearly all tasks
            return null;
        }
        ConsumerRecord<byte[], byte[]> record = attempt.record();
        if (states) {
            tell(record, attempt.number(), TaskState.STARTED, Optional.empty(), Optional.empty());
        }
        return isKept(record) ? new ProgressReport(record, attempt.number(), attempt.epoch(), this) : null;
    }

    /** An attempt failed, and another one follows. */
    void retrying(Attempt attempt, Throwable why) {
        if (states) {
            var error = Optional.of(TaskError.of(Fault.ATTEMPT_FAILED, why).withoutStack());
            tell(attempt.record(), attempt.number(), TaskState.RETRYING, error, Optional.empty());
        }
    }

    /** The handler says how far it is, on attempt {@code number}. */
    void progress(ConsumerRecord<byte[], byte[]> record, int number, TaskProgress how) {
        tell(record, number, TaskState.STARTED, Optional.empty(), Optional.of(how));
    }

    private void tell(
            ConsumerRecord<byte[], byte[]> record,
            int number,
            TaskState where,
            Optional<TaskError> lastError,
            Optional<TaskProgress> progress) {
        results.tell(record, AttemptContext.id(record), number, where, lastError, progress);
    }
}
