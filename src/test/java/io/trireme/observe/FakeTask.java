package io.trireme.observe;

import io.trireme.TaskContext;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A task for the interceptors: an id, and a trace context if need be. */
record FakeTask(String id, Optional<String> traceparent) implements TaskContext {
    FakeTask(String id) {
        this(id, Optional.empty());
    }

    @Override
    public String type() {
        return "type-of-" + id;
    }

    @Override
    public String queue() {
        return "queue";
    }

    @Override
    public Optional<String> key() {
        return Optional.empty();
    }

    @Override
    public Optional<byte[]> payload() {
        return Optional.empty();
    }

    @Override
    public Optional<String> contentType() {
        return Optional.empty();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.empty();
    }

    @Override
    public Map<String, String> headers() {
        return Map.of();
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public int partition() {
        return 0;
    }

    @Override
    public long offset() {
        return 0;
    }

    @Override
    public Instant publishedAt() {
        return Instant.EPOCH;
    }

    @Override
    public boolean abandoned() {
        return false;
    }
}
