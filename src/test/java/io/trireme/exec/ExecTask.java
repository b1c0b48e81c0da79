package io.trireme.exec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trireme.testing.PlainTask;
import java.util.Map;
import java.util.Optional;

/** A task for a program. */
record ExecTask(String id, Optional<byte[]> payload, Optional<String> contentType, Map<String, String> headers)
        implements PlainTask {
    static ExecTask of(String payload) {
        return of("task-7", payload.getBytes(UTF_8));
    }

    static ExecTask of(String id, byte[] payload) {
        return new ExecTask(id, Optional.of(payload), Optional.empty(), Map.of());
    }

    ExecTask withContentType(String type) {
        return new ExecTask(id, payload, Optional.of(type), headers);
    }

    ExecTask withHeaders(Map<String, String> all) {
        return new ExecTask(id, payload, contentType, all);
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
