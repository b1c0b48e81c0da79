package io.trireme.child;

import io.trireme.TaskContext;
import io.trireme.testing.PlainTask;
import java.util.Optional;

/** A task that is handed to a child as one of another type. */
record TypedTask(TaskContext task, String type) implements PlainTask {
    @Override
    public String id() {
        return task.id();
    }

    @Override
    public Optional<byte[]> payload() {
        return task.payload();
    }

    @Override
    public boolean abandoned() {
        return task.abandoned();
    }
}
