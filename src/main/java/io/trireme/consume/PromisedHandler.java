package io.trireme.consume;

import io.trireme.TaskContext;
import org.jspecify.annotations.Nullable;

/**
 * A handler that gives a promise, made into one that gives the value.
 *
 * @param handler the one that gives a promise
 * @param caller calls it, and waits for what it promised
 */
record PromisedHandler(Handler handler, Caller caller) implements WrappedHandler {
    /** Where a handler is called and awaited. */
    @FunctionalInterface
    interface Caller {
        @Nullable
        Object call(Handler handler, TaskContext task) throws Exception;
    }

    @Override
    public @Nullable Object handle(TaskContext task) throws Exception {
        return caller.call(handler, task);
    }
}
