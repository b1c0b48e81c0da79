package io.trireme.schedule;

import io.trireme.wire.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A task that waits for its time.
 *
 * @param id the task's id
 * @param queue the queue that it goes to
 * @param due not before then
 * @param key the task's key
 * @param value the task's payload
 * @param headers the task's headers
 */
@SuppressWarnings("ArrayRecordComponent") // what Kafka gave and gets; never compared
public record Timer(
        String id, String queue, Instant due, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
    // Spelt out: NullAway does not see the annotations of arrays in a compact one.
    public Timer(
            String id,
            String queue,
            Instant due,
            byte @Nullable [] key,
            byte @Nullable [] value,
            List<Header> headers) {
        this.id = id;
        this.queue = queue;
        this.due = due;
        this.key = key;
        this.value = value;
        this.headers = List.copyOf(headers);
    }

    /** The task's type; the queue's name unless it says another one. */
    public String type() {
        return header(Headers.TYPE).orElse(queue);
    }

    /** What copies of one task share; another one that was published under the same id has its own. */
    String lineage() {
        return header(Headers.ORIGIN).map(origin -> id + "\n" + origin).orElse(id);
    }

    Timer withoutPayload() {
        return new Timer(id, queue, due, key, null, headers);
    }

    /** The text of the last header of this name. */
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.key().equals(name) && header.value() != null)
                .reduce((first, last) -> last)
                .map(header -> new String(header.value(), StandardCharsets.UTF_8));
    }
}
