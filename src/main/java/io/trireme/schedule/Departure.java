package io.trireme.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trireme.wire.Headers;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A task that leaves its process and comes back to its queue later, to be tried again.
 *
 * <p>Key, payload and headers go along as they came; its id, which may be its place, becomes a header. Beside them goes what a
 * process knows of a task that it tries again, so that the one that gets it goes on counting; and where the task first lay and
 * how often it has come back ({@link Rank}), so that a second copy is known for one.
 *
 * @param task as it lay in its queue
 * @param id the task's id
 * @param due not before then
 * @param attempt the number of the attempt to come
 * @param firstFailure when the first attempt failed, if one has
 * @param snoozed for how long it was snoozed altogether
 * @param lastFailure for people: what the last attempt failed with, if one has failed here
 */
public record Departure(
        ConsumerRecord<byte[], byte[]> task,
        String id,
        Instant due,
        int attempt,
        Optional<Instant> firstFailure,
        Duration snoozed,
        Optional<String> lastFailure) {
    /** Longest {@code lastFailure} kept, in characters. */
    private static final int LONGEST_FAILURE = 512;

    /** The command to the schedule. */
    public ProducerRecord<byte[], byte[]> toRecord() {
        var headers = new RecordHeaders();
        for (Header header : task.headers()) {
            if (!Headers.OF_A_RETRY.contains(header.key()) && !Command.ENVELOPE.contains(header.key())) {
                headers.add(header);
            }
        }
        if (headers.lastHeader(Headers.ID) == null) {
            add(headers, Headers.ID, id); // its place was its id, and it gets another place
        }
        add(headers, Headers.ATTEMPT, Integer.toString(attempt));
        add(headers, Headers.RETURNS, Integer.toString(returns() + 1));
        add(headers, Headers.ORIGIN, origin());
        firstFailure.ifPresent(at -> add(headers, Headers.FIRST_FAILURE, at.toString()));
        if (snoozed.isPositive()) {
            add(headers, Headers.SNOOZED, snoozed.toString());
        }
        lastFailure
                .map(text -> text.length() <= LONGEST_FAILURE ? text : text.substring(0, LONGEST_FAILURE) + "…")
                .or(() -> text(Headers.LAST_FAILURE))
                .ifPresent(text -> add(headers, Headers.LAST_FAILURE, text));
        add(headers, Headers.DUE, due.toString());
        add(headers, Headers.TARGET_QUEUE, task.topic());
        if (task.key() != null) {
            headers.add(Headers.TARGET_KEY, task.key());
        }
        return new ProducerRecord<>(Topics.schedule(), null, id.getBytes(UTF_8), task.value(), headers);
    }

    /**
     * Where the task first lay. The time is part of it, since a queue that is deleted and made anew begins at the same offsets.
     */
    private String origin() {
        return text(Headers.ORIGIN).orElseGet(() -> task.partition() + "-" + task.offset() + "-" + task.timestamp());
    }

    /** How often it has come back so far. */
    private int returns() {
        try {
            return text(Headers.RETURNS).map(Integer::parseInt).orElse(0);
        } catch (NumberFormatException foreign) {
            return 0; // not ours, so it has not come back from here
        }
    }

    private Optional<String> text(String name) {
        @Nullable Header header = task.headers().lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), UTF_8));
    }

    private static void add(RecordHeaders headers, String name, String text) {
        headers.add(name, text.getBytes(UTF_8));
    }
}
