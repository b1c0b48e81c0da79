package io.trireme;

import java.util.List;

/**
 * Wraps every attempt: metrics, log context, limits and the user's own concerns come in by this one door.
 *
 * <p>A bean that implements this interface is found by itself. {@code @Priority} orders them, the smallest outermost.
 * Called on the runner's thread, by several threads at once; what it throws counts as the handler's failure.
 */
@FunctionalInterface
public interface Interceptor {
    /** Does what is to be done around the attempt; {@code next.handle(task)} goes on to the handler. */
    Outcome around(TaskContext task, TaskHandler next) throws Exception;

    /** Puts the interceptors around {@code last}, the first of the list outermost. */
    static TaskHandler chain(List<Interceptor> interceptors, TaskHandler last) {
        TaskHandler handler = last;
        for (int i = interceptors.size() - 1; i >= 0; i--) {
            Interceptor outer = interceptors.get(i);
            TaskHandler next = handler;
            handler = task -> outer.around(task, next);
        }
        return handler;
    }
}
