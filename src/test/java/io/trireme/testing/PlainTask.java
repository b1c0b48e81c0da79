package io.trireme.testing;

import io.trireme.TaskContext;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A task made by hand: no broker, no attempt, and nothing in it but what a test says. */
public interface PlainTask extends TaskContext {
    @Override
    default String id() {
        return "task-7";
    }

    @Override
    default String type() {
        return "type";
    }

    @Override
    default String queue() {
        return "queue";
    }

    @Override
    default Optional<String> key() {
        return Optional.empty();
    }

    @Override
    default Optional<byte[]> payload() {
        return Optional.empty();
    }

    @Override
    default Optional<String> contentType() {
        return Optional.empty();
    }

    @Override
    default Optional<String> header(String name) {
        return Optional.empty();
    }

    @Override
    default Map<String, String> headers() {
        return Map.of();
    }

    @Override
    default int attempt() {
        return 1;
    }

    @Override
    default int partition() {
        return 0;
    }

    @Override
    default long offset() {
        return 0;
    }

    @Override
    default Instant publishedAt() {
        return Instant.EPOCH;
    }

    @Override
    default boolean abandoned() {
        return false;
    }

    @Override
    default Optional<String> traceparent() {
        return Optional.empty();
    }
}
