package io.trireme.deadletter;

import io.trireme.Fault;
import io.trireme.TaskError;
import io.trireme.wire.Headers;
import io.trireme.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A task that gave up, and why.
 *
 * @param record the task as it came
 * @param id the task's id, which becomes the key
 * @param reason why it gave up
 * @param cause what was thrown
 * @param attempts how many attempts were made
 * @param firstFailure when the first of them failed, as far as this process knows
 */
public record DeadLetter(
        ConsumerRecord<byte[], byte[]> record,
        String id,
        Fault reason,
        Throwable cause,
        int attempts,
        Instant firstFailure) {
    /** How much of what was thrown goes along. */
    enum Detail {
        /** Class, message and stack. */
        FULL,
        /** Class and message: for a letter that is else too large. */
        WITHOUT_STACK
    }

    /** The record for the dead letters' topic: the task's own headers and value untouched, ours behind them. */
    ProducerRecord<byte[], byte[]> toRecord(Detail detail, String worker, Instant now) {
        var headers = new RecordHeaders();
        for (Header header : record.headers()) {
            headers.add(header);
        }
        TaskError error = TaskError.of(reason, cause);
        add(headers, Headers.DEAD_REASON, error.reason().name());
        add(headers, Headers.DEAD_EXCEPTION, error.exception());
        add(headers, Headers.DEAD_MESSAGE, error.message());
        if (detail == Detail.FULL) {
            error.stack().ifPresent(stack -> add(headers, Headers.DEAD_STACK, stack));
        }
        add(headers, Headers.DEAD_ATTEMPTS, Integer.toString(attempts));
        add(headers, Headers.DEAD_FIRST_FAILURE, firstFailure.toString());
        add(headers, Headers.DEAD_TIME, now.toString());
        add(headers, Headers.DEAD_WORKER, worker);
        add(headers, Headers.DEAD_TOPIC, record.topic());
        add(headers, Headers.DEAD_PARTITION, Integer.toString(record.partition()));
        add(headers, Headers.DEAD_OFFSET, Long.toString(record.offset()));
        if (record.key() != null) {
            headers.add(Headers.DEAD_KEY, record.key());
        }
        return new ProducerRecord<>(
                Topics.deadLetters(record.topic()), null, id.getBytes(StandardCharsets.UTF_8), record.value(), headers);
    }

    private static void add(RecordHeaders headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
