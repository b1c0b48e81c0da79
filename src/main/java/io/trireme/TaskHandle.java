package io.trireme;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One task that was submitted, in the hands of who waits for its result. Any thread.
 *
 * <p>It ends when the result is there, when the task could not be published, when the process closes, or after
 * {@code trireme.results.await-at-most}: each of the last three as a {@link TriremeException} that says what to do.
 *
 * @param <R> what the result is read as
 */
public interface TaskHandle<R> {
    /** The task's id, by which its result is found from elsewhere too. */
    String id();

    /**
     * Completes when the brokers have the task. What is chained to it may run on the thread that hears from them, which all
     * publishing of the process shares: it must not block. Use {@code thenApplyAsync} and its like for what does.
     */
    CompletionStage<Receipt> receipt();

    /**
     * Waits for the result.
     *
     * @return what the handler returned, null for nothing
     * @throws TaskFailed when the task failed, was cancelled or expired
     * @throws TriremeException {@link Fault#RESULT_UNREADABLE}, or why there will be no result
     */
    @Nullable
    R get() throws InterruptedException;

    /**
     * Waits for the result for so long.
     *
     * @throws TimeoutException when there is none by then; asking again is possible
     * @throws TaskFailed when the task failed, was cancelled or expired
     * @throws TriremeException {@link Fault#RESULT_UNREADABLE}, or why there will be no result
     */
    @Nullable
    R get(Duration atMost) throws InterruptedException, TimeoutException;

    /** Waits until it is ready, for so long; returns whether it is. Throws nothing that the task did. */
    boolean await(Duration atMost) throws InterruptedException;

    /** Whether it has ended, one way or the other. */
    boolean isReady();

    /**
     * Whether the task succeeded.
     *
     * @throws IllegalStateException when it is not ready
     */
    boolean isSuccessful();

    /** What is known of the task: FAILED too when it was not published, but what was last told when it is only not waited for any more. */
    TaskState state();

    /** How far its handler last said that it is. */
    Optional<TaskProgress> progress();

    /** For how long the attempt ran that succeeded, as its worker says; empty while the task has not succeeded. */
    Optional<Duration> took();

    /**
     * Asks for the task to be revoked: it does not start, or where it runs it is asked to stop. When a worker says that it
     * was, the handle ends with a {@link TaskFailed} of the state {@link TaskState#CANCELLED}; a task that is done before
     * stays done. Blocks until the brokers have the order.
     *
     * @throws TriremeException {@link Fault#CONTROL_MISSING} or {@link Fault#BROKER_UNAVAILABLE}
     */
    void cancel();

    /**
     * Completes with the result, or with what {@link #get()} throws. What is chained to it runs on a virtual thread and may
     * block; what it throws reaches the stage that the chaining made, and nobody else.
     */
    CompletionStage<@Nullable R> stage();
}
