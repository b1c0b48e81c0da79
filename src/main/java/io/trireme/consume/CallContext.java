package io.trireme.consume;

import io.trireme.TaskContext;
import java.util.Optional;

/**
 * A handler's view of one call of several that are one task.
 *
 * @param task what all of them share
 * @param type of a task that is the call alone
 * @param json what it is called with
 * @param place of the call among them
 */
record CallContext(TaskContext task, String type, byte[] json, int place) implements ForwardedContext {
    @Override
    public String id() {
        return task.id() + "." + place;
    }

    @Override
    public Optional<byte[]> payload() {
        return Optional.of(json);
    }
}
