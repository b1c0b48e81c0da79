package io.trireme.run;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A call that gives a stage, made on one thread and awaited by another, or by the same.
 *
 * <p>An interrupt of whoever waits cancels it: before it was made it never is; afterwards a {@code Uni} is cancelled, which tells
 * what it stands for. Who interrupts while the call is on its way, without a {@code Uni} yet, has it cancelled as soon as
 * there is one. Any other stage is left alone and awaited: to cancel a {@code CompletableFuture} only completes it, so its
 * lane would go on with the next task of the key while the work behind it still runs.
 *
 * <p>Threading: {@link #make()} and {@link #await()} once each, from any threads.
 */
final class Promise {
    private final Callable<?> call;
    private final CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
    private boolean begun; // guarded by this
    private boolean cancelled; // guarded by this
    private @Nullable CompletableFuture<?> subscribed; // to a Uni; guarded by this

    Promise(Callable<?> call) {
        this.call = call;
    }

    /** Makes the call. Throws nothing. */
    void make() {
        synchronized (this) {
            if (cancelled) {
                return;
            }
            begun = true;
        }
        try {
            stage(call.call()).whenComplete(this::complete);
        } catch (Throwable thrown) { // the handler may throw anything, and whoever waits has to know
            result.completeExceptionally(thrown);
        }
    }

    private CompletionStage<?> stage(@Nullable Object returned) {
        return switch (returned) {
            case Uni<?> uni -> cancellable(uni.subscribeAsCompletionStage());
            case CompletionStage<?> stage -> stage;
            case null ->
                throw new NullPointerException("the handler returned null in place of a Uni or CompletionStage");
            default -> CompletableFuture.completedStage(returned);
        };
    }

    private void complete(@Nullable Object value, @Nullable Throwable thrown) {
        if (thrown == null) {
            result.complete(value);
        } else {
            result.completeExceptionally(
                    thrown instanceof CompletionException wrapped && wrapped.getCause() != null
                            ? wrapped.getCause()
                            : thrown);
        }
    }

    private CompletionStage<?> cancellable(CompletableFuture<?> promised) {
        boolean unwanted;
        synchronized (this) {
            subscribed = promised;
            unwanted = cancelled;
        }
        if (unwanted) {
            promised.cancel(true);
        }
        return promised;
    }

    private void cancel() {
        CompletableFuture<?> promised;
        synchronized (this) {
            cancelled = true;
            promised = subscribed;
            if (!begun) {
                result.cancel(false);
            }
        }
        if (promised != null) {
            promised.cancel(true);
        }
    }

    /**
     * Waits for what was promised, also after an interrupt.
     *
     * @throws InterruptedException an interrupt cancelled it
     * @throws Exception what the call threw or its stage failed with, itself
     */
    @Nullable
    Object await() throws Exception {
        boolean interrupted = false;
        while (true) {
            try {
                return result.get();
            } catch (InterruptedException stopped) {
                interrupted = true;
                cancel();
            } catch (CancellationException ended) {
                throw interrupted ? new InterruptedException("the Uni was cancelled") : ended;
            } catch (ExecutionException failed) {
                throw thrown(failed.getCause());
            }
        }
    }

    private static Exception thrown(@Nullable Throwable cause) {
        return switch (cause) {
            case Exception exception -> exception;
            case Error error -> throw error;
            case null, default -> new IllegalStateException(cause);
        };
    }
}
