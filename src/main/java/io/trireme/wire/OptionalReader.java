package io.trireme.wire;

import io.trireme.TaskContext;
import java.util.Optional;

/** Empty for a record without value, else what the other reader makes of it. */
final class OptionalReader implements PayloadReader {
    private final PayloadReader present;

    OptionalReader(PayloadReader present) {
        this.present = present;
    }

    @Override
    public Object read(TaskContext task) throws PayloadException {
        return task.payload().isEmpty() ? Optional.empty() : Optional.of(present.read(task));
    }

    @Override
    public String describe() {
        return present.describe();
    }
}
