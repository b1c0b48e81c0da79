package io.trireme.observe;

import io.trireme.Interceptor;
import io.trireme.Outcome;
import io.trireme.TaskContext;
import io.trireme.TaskHandler;
import io.trireme.wire.CurrentTrace;
import jakarta.annotation.Priority;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Lets the tasks that a handler publishes carry on the trace of the task that it works on. */
@Singleton
@Priority(200)
class TracePropagation implements Interceptor {
    @Override
    public Outcome around(TaskContext task, TaskHandler next) throws Exception {
        Optional<String> traceparent = task.traceparent();
        if (traceparent.isEmpty()) {
            return next.handle(task);
        }
        CurrentTrace.enter(traceparent.get());
        try {
            return next.handle(task);
        } finally {
            CurrentTrace.leave();
        }
    }
}
