package io.trireme.pool;

import io.trireme.Receipt;
import io.trireme.TaskHandle;
import io.trireme.TaskProgress;
import io.trireme.TaskState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Of a task whose result is there; to wait for it ends as it is told to. Used by one thread after the other. */
final class ReadyHandle implements TaskHandle<Integer> {
    private final Supplier<Integer> result;
    private final AtomicInteger stages = new AtomicInteger();
    private CompletableFuture<Void> told = CompletableFuture.completedFuture(null);
    private Wait wait = Wait.LONG_ENOUGH;

    /** How the wait ends. */
    enum Wait {
        LONG_ENOUGH,
        TOO_SHORT,
        INTERRUPTED
    }

    ReadyHandle(Supplier<Integer> result) {
        this.result = result;
    }

    void waits(Wait how) {
        wait = how;
    }

    /** Who asks to be told is told when that is complete. */
    CompletableFuture<Void> tellsLater() {
        told = new CompletableFuture<>();
        return told;
    }

    /** How often somebody asked to be told. */
    int stages() {
        return stages.get();
    }

    @Override
    public String id() {
        return "task";
    }

    @Override
    public CompletionStage<Receipt> receipt() {
        return new CompletableFuture<>();
    }

    @Override
    public Integer get() {
        return result.get();
    }

    @Override
    public Integer get(Duration atMost) {
        return get();
    }

    @Override
    public boolean await(Duration atMost) throws InterruptedException {
        return switch (wait) {
            case LONG_ENOUGH -> true;
            case TOO_SHORT -> false;
            case INTERRUPTED -> throw new InterruptedException();
        };
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public boolean isSuccessful() {
        return true;
    }

    @Override
    public TaskState state() {
        return TaskState.SUCCEEDED;
    }

    @Override
    public Optional<TaskProgress> progress() {
        return Optional.empty();
    }

    @Override
    public Optional<Duration> took() {
        return Optional.empty();
    }

    @Override
    public void cancel() {}

    @Override
    public CompletionStage<Integer> stage() {
        stages.incrementAndGet();
        return told.thenApplyAsync(any -> result.get());
    }
}
