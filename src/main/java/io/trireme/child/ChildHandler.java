package io.trireme.child;

import io.trireme.TaskContext;
import io.trireme.consume.Handler;
import io.trireme.consume.WrappedHandler;
import org.jspecify.annotations.Nullable;

/**
 * A handler that is called in a child process. Called by several threads at once.
 *
 * @param handler as it is known here
 * @param workers call it
 */
record ChildHandler(Handler handler, ChildWorkers workers) implements WrappedHandler {
    @Override
    public @Nullable Object handle(TaskContext task) throws Exception {
        long token = exclusive().isPresent() ? task.fencingToken() : CarriedTask.NO_TOKEN;
        return workers.run(CarriedTask.of(task, token), Watcher.of(task));
    }
}
