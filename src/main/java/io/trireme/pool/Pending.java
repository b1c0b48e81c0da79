package io.trireme.pool;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The result of a job, once there is one.
 *
 * <p>Ends once: whoever ends it first calls the callback and then lets those go who wait, so that they find done what the
 * callback does.
 */
final class Pending<T> implements AsyncResult<T> {
    private static final Logger LOG = Logger.getLogger(Pending.class);

    private final CompletableFuture<Ended<T>> future = new CompletableFuture<>(); // never completes by a throwable
    private final AtomicBoolean ending = new AtomicBoolean();
    private final Consumer<? super Ended<T>> callback;
    private final BooleanSupplier cancel;

    Pending(Consumer<? super Ended<T>> callback, BooleanSupplier cancel) {
        this.callback = callback;
        this.cancel = cancel;
    }

    /** Whether this was what ended it. */
    boolean end(Ended<T> ended) {
        if (!ending.compareAndSet(false, true)) {
            return false;
        }
        try {
            callback.accept(ended);
        } catch (RuntimeException | Error thrown) {
            LOG.warnf(thrown, "A callback of a pool threw; the result of its call, %s, is not changed by that", ended);
        }
        future.complete(ended);
        return true;
    }

    @Override
    public T get() throws InterruptedException {
        try {
            return value(future.get());
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public T get(Duration timeout) throws InterruptedException, TimeoutException {
        try {
            return value(future.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (TimeoutException late) {
            throw new TimeoutException("The result was not there within " + timeout + "; the call goes on.");
        }
    }

    /** What {@code ended} returned; else throws with the stack of the calling thread, since it was made on another. */
    static <T> T value(Ended<T> ended) {
        return switch (ended) {
            case Ended.Returned<T>(T value) -> value;
            case Ended.Threw<T>(CallFailed failure) -> throw failure.here();
            case Ended.Threw<T>(RuntimeException failure) -> throw new CancellationException(failure.getMessage());
        };
    }

    @Override
    public boolean await(Duration timeout) throws InterruptedException {
        try {
            future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (TimeoutException late) {
            return false;
        }
    }

    @Override
    public boolean isReady() {
        return future.isDone();
    }

    @Override
    public boolean isSuccessful() {
        if (!future.isDone()) {
            throw new IllegalStateException("The call has not ended. Ask isReady() first, or wait.");
        }
        return future.resultNow() instanceof Ended.Returned<T>;
    }

    @Override
    public boolean cancel() {
        return cancel.getAsBoolean();
    }

    @Override
    public CompletionStage<T> stage() {
        return future.thenApply(Pending::staged).minimalCompletionStage();
    }

    private static <T> T staged(Ended<T> ended) {
        return switch (ended) {
            case Ended.Returned<T>(T value) -> value;
            case Ended.Threw<T>(RuntimeException failure) -> throw new CompletionException(failure);
        };
    }
}
