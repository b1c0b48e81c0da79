package io.trireme;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One attempt of one task, as its handler and the interceptors see it.
 *
 * <p>Valid while the attempt runs. Reading it is cheap and safe from any thread; nothing is decoded before it is asked
 * for.
 */
public interface TaskContext {
    /** The task's id: {@code ce_id}, or {@code topic-partition-offset} for a record that came without one. */
    String id();

    /** The task's type: {@code ce_type}, or the type of the queue's only handler for a record that came without one. */
    String type();

    /** The queue, which is also the name of the topic. */
    String queue();

    /** The ordering key as text, if the record has one. */
    Optional<String> key();

    /** The record's value as it came, or empty for a record without one. The array is not a copy: leave it as it is. */
    Optional<byte[]> payload();

    /** The media type of the payload, if the record names one. */
    Optional<String> contentType();

    /** The last header of this name, as text. */
    Optional<String> header(String name);

    /** All headers as text; of several with one name the last. */
    Map<String, String> headers();

    /** Which try this is, from 1. */
    int attempt();

    /** The partition that the task lies in. */
    int partition();

    /** The task's place in its partition. */
    long offset();

    /** When the task was published: the time of the record, in milliseconds' precision. */
    Instant publishedAt();

    /** The W3C trace context that the task carries, if any. */
    Optional<String> traceparent();

    /**
     * Tells how far the handler is, for those who look on: the task's handle, {@code GET /api/tasks/{id}/progress} and
     * {@code trireme result --progress}. Told at most twice a second, so call it as often as you like; where nobody asked for
     * the task's result it does nothing.
     *
     * @param done how much is done
     * @param total how much there is to do; 0 when that is not known
     * @param note a few words for people
     * @throws IllegalArgumentException when a number is below 0
     */
    default void progress(long done, long total, String note) {}

    /**
     * The fencing token of an {@link Exclusive} handler's turn: a number that grows with each turn under that name. Send it along
     * with what is changed, to a store that refuses a token older than the newest it saw.
     *
     * @throws RuntimeException if the turn is lost, or this process could not renew its lease in time; stop then
     * @throws IllegalStateException in a handler that is not exclusive
     */
    default long fencingToken() {
        throw new IllegalStateException(
                "Only a handler with @Exclusive has a fencing token; add it, or use SharedState.lock.");
    }

    /**
     * Whether this attempt's outcome is no longer wanted, since its partition went to another process or this process
     * stops: a long handler may look here and return early; what it returns or throws is then dropped and the task is
     * run again elsewhere.
     */
    boolean abandoned();
}
