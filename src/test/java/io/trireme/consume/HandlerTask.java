package io.trireme.consume;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trireme.TaskContext;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A task as a handler sees it, made by hand: no broker, no attempt. */
public record HandlerTask(Optional<byte[]> payload, Optional<String> contentType) implements TaskContext {
    public static HandlerTask json(String json) {
        return new HandlerTask(Optional.of(json.getBytes(UTF_8)), Optional.of("application/json"));
    }

    public static HandlerTask text(String text) {
        return new HandlerTask(Optional.of(text.getBytes(UTF_8)), Optional.empty());
    }

    public static HandlerTask bytes(byte[] bytes) {
        return new HandlerTask(Optional.of(bytes), Optional.empty());
    }

    public static HandlerTask tombstone() {
        return new HandlerTask(Optional.empty(), Optional.empty());
    }

    public HandlerTask as(String otherType) {
        return new HandlerTask(payload, Optional.of(otherType));
    }

    @Override
    public String id() {
        return "task-7";
    }

    @Override
    public String type() {
        return "type";
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
    public Optional<String> traceparent() {
        return Optional.empty();
    }

    @Override
    public boolean abandoned() {
        return false;
    }
}
