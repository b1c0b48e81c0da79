package io.trireme.consume;

import io.trireme.TaskContext;
import io.trireme.retry.RetryOverride;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What does the work of one task type in one queue. Called by several threads at once. */
public interface Handler {
    /** The queue that it works on. */
    String queue();

    /** The task type that it works on. */
    String type();

    /** Whether it also takes tasks of the types that no other handler of its queue takes. */
    default boolean takesOthers() {
        return false;
    }

    /** The class and method, for people. */
    String name();

    /** What is written beside it on retries. */
    default RetryOverride retries() {
        return RetryOverride.NONE;
    }

    /** What is written beside it on when it is to run by itself. */
    default Optional<HandlerCron> cron() {
        return Optional.empty();
    }

    /** Under which name one attempt at a time is made in the whole cluster, if so. */
    default Optional<String> exclusive() {
        return Optional.empty();
    }

    /** Whether what the method returns is a {@code Uni} or {@code CompletionStage}, to be awaited. */
    default boolean promises() {
        return false;
    }

    /**
     * Looks whether it can work in this process; called at the start, for the queues that the process works on.
     *
     * @throws io.trireme.TriremeException when it cannot; the sentence says what to do
     */
    default void check() {}

    /**
     * Decodes the payload and calls the method.
     *
     * @return what the method returned
     * @throws io.trireme.TriremeException {@link io.trireme.Fault#NO_PAYLOAD} or {@link io.trireme.Fault#UNDECODABLE}
     *     when the method could not be called with this payload
     * @throws Exception whatever the method threw, itself, not wrapped
     */
    @Nullable
    Object handle(TaskContext task) throws Exception;
}
