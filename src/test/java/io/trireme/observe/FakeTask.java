package io.trireme.observe;

import io.trireme.testing.PlainTask;
import java.util.Optional;

/** A task for the interceptors: an id, and a trace context if need be. */
record FakeTask(String id, Optional<String> traceparent) implements PlainTask {
    FakeTask(String id) {
        this(id, Optional.empty());
    }

    @Override
    public String type() {
        return "type-of-" + id;
    }
}
