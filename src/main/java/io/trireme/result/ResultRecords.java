package io.trireme.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trireme.Fault;
import io.trireme.TaskError;
import io.trireme.TaskProgress;
import io.trireme.TaskState;
import io.trireme.wire.Headers;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The records of {@code trireme.results}: key is the task's id, value what its handler returned, the rest is in headers. */
final class ResultRecords {
    private ResultRecords() {}

    /** The record that tells this. */
    static ProducerRecord<byte[], byte[]> write(TaskResult result, int partition) {
        var headers = new RecordHeaders();
        add(headers, Headers.RESULT_STATE, result.state().name());
        add(headers, Headers.RESULT_QUEUE, result.queue());
        add(headers, Headers.RESULT_ATTEMPTS, Integer.toString(result.attempts()));
        add(headers, Headers.RESULT_WORKER, result.worker());
        result.took().ifPresent(took -> add(headers, Headers.RESULT_NANOS, Long.toString(took.toNanos())));
        result.value().ifPresent(value -> {
            add(headers, Headers.CONTENT_TYPE, value.contentType());
            add(headers, Headers.RESULT_TYPE, value.type());
        });
        result.progress().ifPresent(progress -> {
            add(headers, Headers.RESULT_DONE, Long.toString(progress.done()));
            add(headers, Headers.RESULT_TOTAL, Long.toString(progress.total()));
            add(headers, Headers.RESULT_NOTE, progress.note());
        });
        result.error().ifPresent(error -> {
            add(headers, Headers.RESULT_REASON, error.reason().name());
            add(headers, Headers.RESULT_EXCEPTION, error.exception());
            add(headers, Headers.RESULT_MESSAGE, error.message());
            error.stack().ifPresent(stack -> add(headers, Headers.RESULT_STACK, stack));
        });
        return new ProducerRecord<>(
                Topics.results(),
                partition,
                result.at().toEpochMilli(),
                result.id().getBytes(UTF_8),
                result.value().map(ResultValue::bytes).orElse(null),
                headers);
    }

    /** The id of the task that the record is about; empty if it is about none. */
    static Optional<String> id(ConsumerRecord<byte[], byte[]> record) {
        return Optional.ofNullable(record.key()).map(key -> new String(key, UTF_8));
    }

    /** What the record tells; empty if it is none of ours. */
    static Optional<TaskResult> read(ConsumerRecord<byte[], byte[]> record) {
        try {
            return id(record).map(id -> read(id, record));
        } catch (IllegalArgumentException foreign) { // a state or a number that is none
            return Optional.empty();
        }
    }

    private static TaskResult read(String id, ConsumerRecord<byte[], byte[]> record) {
        TaskState state = TaskState.valueOf(text(record, Headers.RESULT_STATE).orElse(""));
        return new TaskResult(
                id,
                state,
                text(record, Headers.RESULT_QUEUE).orElse(""),
                Integer.parseInt(text(record, Headers.RESULT_ATTEMPTS).orElse("0")),
                text(record, Headers.RESULT_WORKER).orElse(""),
                Instant.ofEpochMilli(record.timestamp()),
                text(record, Headers.RESULT_NANOS).map(nanos -> Duration.ofNanos(Long.parseLong(nanos))),
                state == TaskState.SUCCEEDED ? value(record) : Optional.empty(),
                text(record, Headers.RESULT_REASON).map(reason -> error(reason(reason, state), record)),
                text(record, Headers.RESULT_DONE).map(done -> progress(Long.parseLong(done), record)));
    }

    private static Optional<ResultValue> value(ConsumerRecord<byte[], byte[]> record) {
        return Optional.ofNullable(record.value())
                .map(bytes -> new ResultValue(
                        bytes,
                        text(record, Headers.CONTENT_TYPE).orElse(ResultValue.JSON),
                        text(record, Headers.RESULT_TYPE).orElse("")));
    }

    private static TaskProgress progress(long done, ConsumerRecord<byte[], byte[]> record) {
        long total = Long.parseLong(text(record, Headers.RESULT_TOTAL).orElse("0"));
        return new TaskProgress(done, total, text(record, Headers.RESULT_NOTE).orElse(""));
    }

    /** One that only a later version knows is told in general: the task has ended all the same, and somebody waits for that. */
    private static Fault reason(String name, TaskState state) {
        try {
            return Fault.valueOf(name);
        } catch (IllegalArgumentException later) {
            return switch (state) {
                case CANCELLED -> Fault.CANCELLED;
                case EXPIRED -> Fault.EXPIRED;
                case PENDING, STARTED, RETRYING, SUCCEEDED, FAILED -> Fault.ATTEMPT_FAILED;
            };
        }
    }

    private static TaskError error(Fault reason, ConsumerRecord<byte[], byte[]> record) {
        return new TaskError(
                reason,
                text(record, Headers.RESULT_EXCEPTION).orElse(""),
                text(record, Headers.RESULT_MESSAGE).orElse(""),
                text(record, Headers.RESULT_STACK));
    }

    private static void add(RecordHeaders headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }

    private static Optional<String> text(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), UTF_8));
    }
}
