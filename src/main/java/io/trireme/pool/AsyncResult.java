package io.trireme.pool;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/**
 * What will come of a call, or of a map of them. Safe for any number of threads.
 *
 * @param <T> what comes of it
 */
public interface AsyncResult<T> {
    /**
     * Waits for the result.
     *
     * @throws CallFailed the call threw
     * @throws java.util.concurrent.CancellationException it was cancelled, or its pool terminated
     */
    T get() throws InterruptedException;

    /**
     * Waits for the result, not for ever. The call goes on when the time is over.
     *
     * @throws TimeoutException it is not there in time
     * @throws CallFailed the call threw
     * @throws java.util.concurrent.CancellationException it was cancelled, or its pool terminated
     */
    T get(Duration timeout) throws InterruptedException, TimeoutException;

    /** Waits until it is there, however it ended; false when the time is over before. */
    boolean await(Duration timeout) throws InterruptedException;

    /** Whether it has ended, and its callback has been called. */
    boolean isReady();

    /**
     * Whether it has ended by returning.
     *
     * @throws IllegalStateException it has not ended
     */
    boolean isSuccessful();

    /**
     * Ends it here and now as cancelled, unless it has ended: calls that have not begun never do, those that run are
     * interrupted.
     *
     * @return whether this call cancelled it
     */
    boolean cancel();

    /** The same as a stage; it fails with what {@link #get()} throws. Completing or cancelling it changes nothing here. */
    CompletionStage<T> stage();
}
