package io.trireme.result;

import io.trireme.Fault;
import io.trireme.Receipt;
import io.trireme.TaskFailed;
import io.trireme.TaskHandle;
import io.trireme.TaskProgress;
import io.trireme.TaskState;
import io.trireme.TriremeException;
import io.trireme.wire.Turns;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A result that is waited for.
 *
 * <p>Told by whoever reads results at the time, asked by any. Who waits reads them itself if nobody else does ({@link Turns}); what
 * users chain to it never runs on the thread that reads, which all callers of the process share, and values are read by who asks for
 * them.
 */
final class Reply<R> implements TaskHandle<R> {
    private final String id;
    private final ValueReader<R> values;
    private final Executor callbacks;
    private final Revoker revoker;
    private final long deadline;
    private final Consumer<TaskResult> watcher;
    private final Turns turns;
    private final CompletableFuture<Receipt> receipt = new CompletableFuture<>();
    private final CompletableFuture<TaskResult> end = new CompletableFuture<>();
    private @Nullable CompletableFuture<?>
            expected; // from when somebody waits, to the end or when nobody does; guarded by this
    private volatile @Nullable TaskResult
            latest; // of what comes before the end; written by the reader, read by callers
    private volatile @Nullable TriremeException unwatched; // why it is not waited for any more; written before the end

    /**
     * @param callbacks runs what users chain to it, and may block
     * @param revoker what {@link #cancel} asks
     * @param deadline in nanoTime, from which on it is overdue
     * @param watcher is told whatever comes, on the reader's thread, which must not block; here from the beginning, so that it
     *     misses nothing that is told while it waits
     * @param turns who reads results; it is not expected there yet, see {@link #expect}
     */
    Reply(
            String id,
            ValueReader<R> values,
            Executor callbacks,
            Revoker revoker,
            long deadline,
            Consumer<TaskResult> watcher,
            Turns turns) {
        this.id = id;
        this.values = values;
        this.callbacks = callbacks;
        this.revoker = revoker;
        this.deadline = deadline;
        this.watcher = watcher;
        this.turns = turns;
    }

    /** Somebody waits for it from now on, until it ends or {@link #leave}; before, it is read when it is nobody's turn. */
    synchronized void expect() {
        if (expected == null) {
            expected = end.copy();
            turns.expect(expected);
        }
    }

    /** Nobody waits any more. */
    synchronized void leave() {
        if (expected != null) {
            expected.cancel(false);
        }
    }

    boolean isOverdue(long nanoTime) {
        return nanoTime - deadline >= 0;
    }

    /** The brokers have the task. */
    void published(Receipt where) {
        receipt.complete(where);
    }

    /** The task has ended, or where it stands was told. */
    void told(TaskResult result) {
        watcher.accept(result);
        if (result.state().isFinal()) {
            end.complete(result);
        } else {
            latest = result;
        }
    }

    /** Runs this when nothing more will be told, on the thread that says so, which must not block. */
    void whenEnded(Runnable then) {
        expect();
        turns.follow();
        end.whenComplete((result, failure) -> then.run());
    }

    /** What had been told before this one began to wait; it counts unless more is known already. */
    void toldBefore(TaskResult result) {
        if (latest == null && !end.isDone()) {
            told(result);
        }
    }

    /** It is not waited for any more; the task itself goes on. */
    void leftAlone(TriremeException why) {
        unwatched = why;
        failed(why);
    }

    /** There will be no result. */
    void failed(TriremeException why) {
        receipt.completeExceptionally(why); // unless there is one
        end.completeExceptionally(why);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public CompletionStage<Receipt> receipt() {
        return receipt.minimalCompletionStage();
    }

    @Override
    public @Nullable R get() throws InterruptedException {
        expect();
        turns.await(end, Long.MAX_VALUE);
        try {
            return value(end.get());
        } catch (ExecutionException failed) {
            throw why(failed);
        }
    }

    @Override
    public @Nullable R get(Duration atMost) throws InterruptedException, TimeoutException {
        return value(end(atMost));
    }

    /** The end itself, waited for for so long. */
    TaskResult end(Duration atMost) throws InterruptedException, TimeoutException {
        try {
            return ended(atMost);
        } catch (ExecutionException failed) {
            throw why(failed);
        } catch (TimeoutException late) {
            throw new TimeoutException("Task " + id + " has not ended within " + atMost + "; it goes on.");
        }
    }

    private TaskResult ended(Duration atMost) throws InterruptedException, ExecutionException, TimeoutException {
        expect();
        long nanos = atMost.toNanos();
        long begun = System.nanoTime();
        turns.await(end, nanos);
        return end.get(nanos - (System.nanoTime() - begun), TimeUnit.NANOSECONDS);
    }

    private TriremeException why(ExecutionException failed) {
        return failed.getCause() instanceof TriremeException fault
                ? fault
                : Fault.BROKER_UNAVAILABLE.causedBy(failed, "kafka.bootstrap.servers", failed.getMessage());
    }

    /** @throws TaskFailed if the task did not succeed */
    private @Nullable R value(TaskResult result) {
        if (result.error().isPresent()) {
            throw new TaskFailed(id, result.state(), result.error().get());
        }
        return values.read(id, result.value());
    }

    @Override
    public boolean await(Duration atMost) throws InterruptedException {
        try {
            ended(atMost);
        } catch (TimeoutException late) {
            return false;
        } catch (ExecutionException failed) {
            return true;
        }
        return true;
    }

    @Override
    public boolean isReady() {
        return look();
    }

    /** Whether it has ended. Who asks that does not read. */
    private boolean look() {
        boolean ended = end.isDone();
        if (!ended) {
            turns.follow();
        }
        return ended;
    }

    @Override
    public boolean isSuccessful() {
        if (!isReady()) {
            throw new IllegalStateException("Task " + id + " is not ready. Ask isReady() first, or wait for it.");
        }
        return state() == TaskState.SUCCEEDED;
    }

    @Override
    public TaskState state() {
        boolean ended = look();
        if (ended && !end.isCompletedExceptionally()) {
            return end.join().state();
        }
        if (ended && end.exceptionNow() != unwatched) {
            return TaskState.FAILED;
        }
        TaskResult told = latest;
        return told == null ? TaskState.PENDING : told.state();
    }

    @Override
    public Optional<TaskProgress> progress() {
        look();
        return Optional.ofNullable(latest).flatMap(TaskResult::progress);
    }

    @Override
    public Optional<Duration> took() {
        return end.isDone() && !end.isCompletedExceptionally() ? end.join().took() : Optional.empty();
    }

    @Override
    public void cancel() {
        if (!isReady()) {
            revoker.revoke(id);
        }
    }

    @Override
    public CompletionStage<@Nullable R> stage() {
        expect();
        turns.follow();
        CompletableFuture<TaskResult> toldThere =
                end.whenCompleteAsync((result, failure) -> {}, callbacks); // a failure too
        return toldThere.thenApply(this::value).minimalCompletionStage();
    }
}
