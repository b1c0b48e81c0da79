package io.trireme.pool;

import io.trireme.TaskHandle;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A task that was submitted.
 *
 * @param task its id
 * @param result what its handler returns; who asks for that does not read results, so others are called to do so
 * @param took how long that took, once there is the result
 * @param handle for a thread that waits for it and reads results itself, if there is such a one
 */
record Sent<R>(
        String task,
        Supplier<CompletionStage<R>> result,
        Supplier<Optional<Duration>> took,
        Optional<TaskHandle<R>> handle) {
    Sent(String task, CompletionStage<R> result, Supplier<Optional<Duration>> took) {
        this(task, () -> result, took, Optional.empty());
    }

    /** One whose worker does not say how long it took. */
    Sent(String task, CompletionStage<R> result) {
        this(task, result, Optional::empty);
    }

    static <R> Sent<R> of(TaskHandle<R> handle) {
        return new Sent<>(handle.id(), handle::stage, handle::took, Optional.of(handle));
    }

    /** What was thrown, out of what a stage makes of it. */
    static Throwable unwrapped(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }
}
