package io.trireme;

/** The rest of the way to the handler, as an {@link Interceptor} sees it. Called on the runner's thread. */
@FunctionalInterface
public interface TaskHandler {
    /**
     * Works on the task.
     *
     * @return how the attempt ended
     * @throws Exception whatever the handler threw; it becomes {@link Outcome.Retry} or {@link Outcome.Dead} unless an
     *     interceptor makes something else of it
     */
    Outcome handle(TaskContext task) throws Exception;
}
