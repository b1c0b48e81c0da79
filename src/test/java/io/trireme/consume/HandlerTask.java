package io.trireme.consume;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trireme.testing.PlainTask;
import java.util.Optional;

/** A task as a handler sees it, made by hand: no broker, no attempt. */
public record HandlerTask(Optional<byte[]> payload, Optional<String> contentType) implements PlainTask {
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
}
