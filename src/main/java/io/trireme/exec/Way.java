package io.trireme.exec;

import io.trireme.TaskContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a program gets its tasks. Called by several threads at once. */
sealed interface Way extends AutoCloseable permits OncePerTask, LineWorkers {
    /**
     * Has the program do the task.
     *
     * @return what it answered
     * @throws InterruptedException when the attempt was to be stopped; what was started for it is gone then
     */
    @Nullable
    Object run(TaskContext task) throws Exception;

    /** What is to be said of the program when it does not stay up, without its name. */
    Optional<String> trouble();

    /** Ends what still runs. */
    @Override
    void close();
}
