package io.trireme;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A task to be published: a value, made with {@link #of} and refined with the {@code with} methods.
 *
 * <pre>{@code publisher.publish(Task.of("thumbnails", image).withKey(image.owner()))}</pre>
 *
 * @param queue the queue, which is the name of the topic
 * @param type the task type; absent means the queue's own name
 * @param id the task's id; absent means that the publisher makes one
 * @param key the ordering key
 * @param payload what the handler gets: {@code byte[]} is sent as it is, anything else as JSON; absent for a task that is
 *     its headers alone
 * @param contentType the media type of a {@code byte[]} payload; absent means {@code application/octet-stream}
 * @param headers further headers, by name
 */
public record Task(
        String queue,
        Optional<String> type,
        Optional<String> id,
        Optional<String> key,
        Optional<Object> payload,
        Optional<String> contentType,
        Map<String, String> headers) {

    /** How far ahead a task may be published. */
    public static final Duration LONGEST_DELAY = Duration.ofDays(365);

    private static final String DELAY = "trireme-delay";
    private static final String DUE = "trireme-due";

    public Task {
        if (queue.isBlank()) {
            throw new IllegalArgumentException("A task needs the name of its queue, which is blank.");
        }
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(contentType, "contentType");
        headers = Map.copyOf(headers);
    }

    /** A task of {@code queue} with this payload; its type is the queue's name. */
    public static Task of(String queue, Object payload) {
        return new Task(
                queue,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(payload),
                Optional.empty(),
                Map.of());
    }

    /** A task whose payload is already encoded, as {@code contentType}. */
    public static Task encoded(String queue, byte[] payload, String contentType) {
        return new Task(
                queue,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(payload),
                Optional.of(contentType),
                Map.of());
    }

    /** The same task of another type. */
    public Task withType(String other) {
        return new Task(queue, Optional.of(other), id, key, payload, contentType, headers);
    }

    /** The same task with an id of the caller's, who answers for its being unique. */
    public Task withId(String other) {
        return new Task(queue, type, Optional.of(other), key, payload, contentType, headers);
    }

    /** The same task with an ordering key. */
    public Task withKey(String other) {
        return new Task(queue, type, id, Optional.of(other), payload, contentType, headers);
    }

    /** The same task, not to be started at that time or later; what happens to it then its queue's settings say. */
    public Task withExpiry(Instant at) {
        return withHeader("trireme-expires", at.toString());
    }

    /** The same task as one of a set, which may be revoked together. */
    public Task withGroup(String group) {
        return withHeader("trireme-group", group);
    }

    /**
     * The same task; when it has succeeded, another one is published to {@code queue}, with its result as the payload and its
     * ordering key. Whoever works on this one sees to that before it counts as settled.
     */
    public Task withLink(String queue) {
        return withHeader("trireme-link", queue);
    }

    /** The same task; when it ends otherwise, another one is published to {@code queue}, with what went wrong as the payload. */
    public Task withLinkError(String queue) {
        return withHeader("trireme-link-error", queue);
    }

    /** The same task, whose result is kept: found by the task's id, or waited for with {@link Publisher#submit}. */
    public Task withResult() {
        return withHeader("trireme-reply-to", "id");
    }

    /**
     * The same task, to run so long after it is published; nothing, not even zero, means at once. It waits in
     * {@code trireme.schedule}, and needs a process with the role {@code schedule}.
     *
     * @throws TriremeException {@link Fault#DELAY_WRONG}: negative, or longer than {@link #LONGEST_DELAY}
     */
    public Task withDelay(Duration delay) {
        if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
            throw Fault.DELAY_WRONG.because(delay, LONGEST_DELAY.toDays());
        }
        return without(DUE).withHeader(DELAY, delay.toString());
    }

    /** The same task, to run at that time, or at once when it has passed; at most {@link #LONGEST_DELAY} ahead. */
    public Task withDueAt(Instant at) {
        return without(DELAY).withHeader(DUE, at.toString());
    }

    private Task without(String name) {
        var fewer = new HashMap<>(headers);
        fewer.remove(name);
        return new Task(queue, type, id, key, payload, contentType, fewer);
    }

    /** The same task with one more header. */
    public Task withHeader(String name, String value) {
        var more = new HashMap<>(headers);
        more.put(name, value);
        return new Task(queue, type, id, key, payload, contentType, more);
    }
}
