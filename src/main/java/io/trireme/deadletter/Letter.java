package io.trireme.deadletter;

import io.trireme.wire.Headers;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as it lies in its topic. What another program put there may lack anything but its key.
 *
 * @param record the record
 */
public record Letter(ConsumerRecord<byte[], byte[]> record) {
    /** The task's id, which is the record's key. */
    public String id() {
        return new String(record.key(), StandardCharsets.UTF_8);
    }

    /** Why it gave up: a name of {@link io.trireme.Fault}. */
    public Optional<String> reason() {
        return text(Headers.DEAD_REASON);
    }

    /** The class of what was thrown. */
    public Optional<String> exception() {
        return text(Headers.DEAD_EXCEPTION);
    }

    /** The message of what was thrown. */
    public Optional<String> message() {
        return text(Headers.DEAD_MESSAGE);
    }

    /** The stack of what was thrown, cut at a bound. */
    public Optional<String> stack() {
        return text(Headers.DEAD_STACK);
    }

    /** How many attempts were made. */
    public Optional<Integer> attempts() {
        return number(Headers.DEAD_ATTEMPTS);
    }

    /** How often the task was put back before. */
    public int redriven() {
        return number(Headers.REDRIVEN).orElse(0);
    }

    /** When the first attempt failed. */
    public Optional<Instant> firstFailure() {
        return text(Headers.DEAD_FIRST_FAILURE).flatMap(Letter::instant);
    }

    /** When the task gave up; of another program's letter, when it was written. */
    public Instant time() {
        return text(Headers.DEAD_TIME)
                .flatMap(Letter::instant)
                .orElseGet(() -> Instant.ofEpochMilli(record.timestamp()));
    }

    /** The process that gave up. */
    public Optional<String> worker() {
        return text(Headers.DEAD_WORKER);
    }

    /** The topic, partition and offset that the task lay at. */
    public Optional<String> origin() {
        return text(Headers.DEAD_TOPIC)
                .map(topic -> topic + "-"
                        + text(Headers.DEAD_PARTITION).orElse("?") + "-"
                        + text(Headers.DEAD_OFFSET).orElse("?"));
    }

    /** The task's own key. */
    public byte @Nullable [] taskKey() {
        Header key = record.headers().lastHeader(Headers.DEAD_KEY);
        return key == null ? null : key.value();
    }

    /** The task type, if the task named one. */
    public Optional<String> type() {
        return text(Headers.TYPE);
    }

    /** The W3C trace context of the task. */
    public Optional<String> traceparent() {
        return text(Headers.TRACEPARENT);
    }

    /** The media type of the payload. */
    public Optional<String> contentType() {
        return text(Headers.CONTENT_TYPE);
    }

    /** Where the letter lies: topic, partition, offset. */
    public String place() {
        return record.topic() + "-" + record.partition() + "-" + record.offset();
    }

    private Optional<String> text(String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }

    private Optional<Integer> number(String name) {
        return text(name).filter(text -> text.matches("\\d{1,9}")).map(Integer::valueOf);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException another) {
            return Optional.empty();
        }
    }
}
