package io.trireme.channel;

import io.trireme.Snooze;
import io.trireme.TaskContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One attempt on its way through a channel and back; its states and races are on the package's page.
 *
 * <p>Threading: the attempt's thread awaits it, the channel's loop hands it out, anybody settles it.
 */
final class Delivery {
    private enum State {
        WAITING,
        HANDED,
        SETTLED,
        WITHDRAWN
    }

    /** No attempt is counted, and nothing rests, since the partition is given up. */
    private static final Snooze GIVEN_BACK = Snooze.of(Duration.ofMillis(1));

    private final TaskContext task;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final CompletableFuture<@Nullable Void> settled = new CompletableFuture<>();

    Delivery(TaskContext task) {
        this.task = task;
    }

    TaskContext task() {
        return task;
    }

    /** The subscriber gets it; false: it was withdrawn. */
    boolean hand() {
        return state.compareAndSet(State.WAITING, State.HANDED);
    }

    /** Takes it back from the channel, since nobody wants the attempt's outcome; false: the subscriber has it. */
    boolean giveBack() {
        boolean withdrawn = withdraw();
        if (withdrawn) {
            settled.completeExceptionally(GIVEN_BACK);
        }
        return withdrawn;
    }

    private boolean withdraw() {
        return state.compareAndSet(State.WAITING, State.WITHDRAWN);
    }

    /** The message is acknowledged. */
    void acknowledge() {
        if (state.compareAndSet(State.HANDED, State.SETTLED)) {
            settled.complete(null);
        }
    }

    /** The message is refused. */
    void refuse(Throwable reason) {
        if (state.compareAndSet(State.HANDED, State.SETTLED)) {
            settled.completeExceptionally(reason);
        }
    }

    /**
     * Waits until it is settled, also after an interrupt if the subscriber has it.
     *
     * @throws InterruptedException an interrupt came before that; it is withdrawn
     * @throws Exception what the message was refused with
     */
    void await() throws Exception {
        while (true) {
            try {
                settled.get();
                return;
            } catch (InterruptedException stopped) {
                if (withdraw()) {
                    throw stopped;
                }
            } catch (ExecutionException refused) {
                throw reason(refused.getCause());
            }
        }
    }

    private static Exception reason(@Nullable Throwable refused) {
        return switch (refused) {
            case CompletionException wrapped when wrapped.getCause() != null -> reason(wrapped.getCause());
            case Exception exception -> exception;
            case Error error -> throw error;
            case null, default -> new IllegalStateException(refused);
        };
    }
}
