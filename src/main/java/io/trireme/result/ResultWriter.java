package io.trireme.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trireme.Fault;
import io.trireme.TaskError;
import io.trireme.TaskProgress;
import io.trireme.TaskState;
import io.trireme.wire.Deliveries;
import io.trireme.wire.Headers;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.TaskIds;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes what came out of tasks to {@code trireme.results}, and does not rest until the brokers have it.
 *
 * <p>What cannot be written as JSON, or is larger than the brokers allow, becomes a failed result that says so: the task
 * itself is done, and doing it again would not help.
 *
 * <p>Threading: called by the runners' threads; answers come on the producer's thread or the timer's.
 */
public final class ResultWriter implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ResultWriter.class);

    /** A partition's number; what has more digits is none. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");

    private final Deliveries deliveries;
    private final PayloadCodec codec;
    private final String worker;
    private final InstantSource clock;
    private final HeldValues held;

    /**
     * @param deliveries writes them; closed with this
     * @param worker the name of this process
     */
    public ResultWriter(Deliveries deliveries, PayloadCodec codec, String worker, InstantSource clock) {
        this(deliveries, codec, worker, clock, new HeldValues(HeldValues.MOST));
    }

    /** @param held has room for values on their way */
    ResultWriter(Deliveries deliveries, PayloadCodec codec, String worker, InstantSource clock, HeldValues held) {
        this.held = held;
        this.deliveries = deliveries;
        this.codec = codec;
        this.worker = worker;
        this.clock = clock;
    }

    /** Whether somebody asked for the result of the task in this record. */
    public static boolean isAsked(ConsumerRecord<byte[], byte[]> task) {
        return task.headers().lastHeader(Headers.REPLY_TO) != null;
    }

    /** Why results of a queue's tasks are not taken at present. */
    public Optional<String> trouble(String queue) {
        return deliveries.trouble(queue);
    }

    /**
     * What the handler returned; a failed result if that cannot be encoded.
     *
     * @param ran for how long the attempt did
     */
    public TaskResult succeeded(
            ConsumerRecord<byte[], byte[]> task, String id, int attempts, Duration ran, @Nullable Object value) {
        return encoded(told(task, id, attempts), ran, value);
    }

    /** How and why the task ended without being done. */
    public TaskResult ended(
            ConsumerRecord<byte[], byte[]> task, String id, int attempts, TaskState how, TaskError why) {
        return told(task, id, attempts).ended(how, why);
    }

    /**
     * Tells where a task stands that has not ended, once and without waiting: who looks on learns it from the next one.
     *
     * @param lastError what the last attempt failed with
     */
    public void tell(
            ConsumerRecord<byte[], byte[]> task,
            String id,
            int attempts,
            TaskState where,
            Optional<TaskError> lastError,
            Optional<TaskProgress> progress) {
        TaskResult standing = told(task, id, attempts).standing(where, lastError, progress);
        try {
            deliveries.mention(ResultRecords.write(standing, partition(replyTo(task), id)));
        } catch (RuntimeException away) { // the outcome will say why nothing is taken, and is kept until it is
            LOG.debugf("Where task %s stands was not told: %s", id, away.getMessage());
        }
    }

    private TaskResult told(ConsumerRecord<byte[], byte[]> task, String id, int attempts) {
        return new TaskResult(
                id,
                TaskState.PENDING,
                task.topic(),
                attempts,
                worker,
                clock.instant(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private TaskResult encoded(TaskResult told, Duration ran, @Nullable Object value) {
        return switch (CarriedResult.of(told.id(), value, codec)) {
            case CarriedResult.Value(ResultValue encoded) -> told.succeeded(encoded, ran);
            case CarriedResult.Unwritable(TaskError why) -> told.ended(TaskState.FAILED, why);
        };
    }

    /**
     * Writes the result, and tells {@code waiter} when the brokers have it. Returns at once as a rule; one with a value waits
     * while too much of values is on its way.
     */
    public void write(ConsumerRecord<byte[], byte[]> task, TaskResult result, Deliveries.Waiter waiter) {
        deliveries.deliver(new Delivery(result, replyTo(task), task, held.hold(result, waiter)));
    }

    private static String replyTo(ConsumerRecord<byte[], byte[]> task) {
        Header header = task.headers().lastHeader(Headers.REPLY_TO);
        return header == null || header.value() == null ? Headers.BY_ID : new String(header.value(), UTF_8);
    }

    /** Waits for the results under way, a bounded time. */
    @Override
    public void close() {
        deliveries.close();
    }

    /** Where a result goes: to the partition that was asked for, if there is such a one, else where its id says. */
    private int partition(String replyTo, String id) {
        int partitions = deliveries.partitions(Topics.results());
        if (NUMBER.matcher(replyTo).matches()) {
            int asked = Integer.parseInt(replyTo);
            if (asked < partitions) {
                return asked;
            }
        }
        return TaskIds.partition(id, partitions);
    }

    /** A result on its way. Used by one thread after the other. */
    private final class Delivery implements Deliveries.Awaited {
        private final String replyTo;
        private final ConsumerRecord<byte[], byte[]> task;
        private final Deliveries.Waiter waiter;
        private TaskResult result;

        private Delivery(
                TaskResult result, String replyTo, ConsumerRecord<byte[], byte[]> task, Deliveries.Waiter waiter) {
            this.result = result;
            this.replyTo = replyTo;
            this.task = task;
            this.waiter = waiter;
        }

        @Override
        public ProducerRecord<byte[], byte[]> record() {
            return ResultRecords.write(result, partition(replyTo, result.id()));
        }

        @Override
        public String topic() {
            return Topics.results();
        }

        @Override
        public ConsumerRecord<byte[], byte[]> task() {
            return task;
        }

        @Override
        public String what() {
            return "result of task " + result.id();
        }

        @Override
        public Deliveries.Waiter waiter() {
            return waiter;
        }

        /** In place of a value that is too large that is told, and an error goes without its stack. */
        @Override
        public Deliveries.TooLarge tooLarge() {
            if (result.value().isPresent()) {
                var why = Fault.RESULT_TOO_LARGE.because(
                        result.id(), result.value().get().bytes().length);
                result = result.ended(TaskState.FAILED, TaskError.of(Fault.RESULT_TOO_LARGE, why));
                return Deliveries.TooLarge.MADE_SMALLER;
            }
            Optional<TaskError> error = result.error().filter(why -> why.stack().isPresent());
            if (error.isPresent()) {
                result = result.ended(result.state(), error.get().withoutStack());
                return Deliveries.TooLarge.MADE_SMALLER;
            }
            return Deliveries.TooLarge.HELD;
        }
    }
}
