package io.trireme.child;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trireme.testing.PlainTask;
import java.util.Map;
import java.util.Optional;

/** A task for a child. */
record PlainChildTask(String type, Optional<byte[]> payload, Map<String, String> headers) implements PlainTask {
    static PlainChildTask of(String type) {
        return new PlainChildTask(type, Optional.empty(), Map.of());
    }

    static PlainChildTask of(String type, String payload) {
        return of(type, payload.getBytes(UTF_8));
    }

    static PlainChildTask of(String type, byte[] payload) {
        return new PlainChildTask(type, Optional.of(payload), Map.of());
    }
}
