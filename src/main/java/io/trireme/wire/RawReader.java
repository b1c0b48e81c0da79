package io.trireme.wire;

import io.trireme.TaskContext;

/** Hands the payload on as it came; a record without value gives an empty array. */
final class RawReader implements PayloadReader {
    private static final byte[] NONE = {};

    @Override
    public Object read(TaskContext task) {
        return task.payload().orElse(NONE);
    }

    @Override
    public String describe() {
        return "byte[]";
    }
}
