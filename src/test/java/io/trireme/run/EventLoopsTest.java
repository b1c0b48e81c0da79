package io.trireme.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.trireme.wire.CurrentTrace;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.FileNotFoundException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopsTest {
    private static final Vertx VERTX = Vertx.vertx();

    private final EventLoops loops = new EventLoops(VERTX, 1);
    private final CountDownLatch hold = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        hold.countDown();
    }

    @AfterAll
    static void close() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private Object call(Callable<?> handler) throws Exception {
        return loops.call(handler, () -> "task-7");
    }

    /** A call on a virtual thread of its own, as an attempt's. */
    private record Attempted(Thread thread, FutureTask<Object> result) {
        static Attempted at(Callable<Object> call) {
            var result = new FutureTask<>(call);
            return new Attempted(Thread.ofVirtual().start(result), result);
        }

        Throwable thrown() {
            return catchThrowable(() -> result.get(10, TimeUnit.SECONDS)).getCause();
        }
    }

    @Test
    void a_handler_runs_on_an_event_loop_on_a_context_of_its_own() throws Exception {
        Callable<Uni<Context>> handler = () -> {
            assertThat(Context.isOnEventLoopThread()).isTrue();
            assertThat(VertxContext.isOnDuplicatedContext()).isTrue();
            return Uni.createFrom().item(VERTX.getOrCreateContext());
        };

        assertThat(call(handler)).isNotSameAs(call(handler));
    }

    @Test
    void whoever_calls_waits_until_the_stage_is_completed() throws Exception {
        var stage = new CompletableFuture<String>();
        var called = new CountDownLatch(1);
        Attempted attempt = Attempted.at(() -> call(() -> {
            called.countDown();
            return stage;
        }));
        assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();
        await().until(() -> attempt.thread().getState() == Thread.State.WAITING);

        assertThat(call(() -> Uni.createFrom().item("the loop is free meanwhile")))
                .isNotNull();
        assertThat(attempt.result().isDone()).isFalse();
        stage.complete("done");

        assertThat(attempt.result().get(10, TimeUnit.SECONDS)).isEqualTo("done");
    }

    @Test
    void what_a_handler_throws_or_its_stage_fails_with_comes_out_itself() {
        var gone = new FileNotFoundException("gone");

        assertThatThrownBy(() -> call(() -> {
                    throw gone;
                }))
                .isSameAs(gone);
        assertThatThrownBy(() -> call(() -> Uni.createFrom().failure(gone))).isSameAs(gone);
        assertThatThrownBy(() -> call(() -> CompletableFuture.failedStage(gone).thenApply(value -> value)))
                .isSameAs(gone);
        assertThatThrownBy(() -> call(() -> null)).hasMessageContaining("returned null");
        assertThatThrownBy(() -> call(() -> {
                    throw new StackOverflowError("deep");
                }))
                .isInstanceOf(StackOverflowError.class);
    }

    @Test
    void an_interrupt_cancels_a_uni_on_its_way() throws Exception {
        var subscribed = new CountDownLatch(1);
        var cancelled = new AtomicBoolean();
        Attempted attempt = Attempted.at(() -> call(() -> Uni.createFrom()
                .emitter(never -> subscribed.countDown())
                .onCancellation()
                .invoke(() -> cancelled.set(true))));
        assertThat(subscribed.await(10, TimeUnit.SECONDS)).isTrue();

        attempt.thread().interrupt();

        assertThat(attempt.thrown()).isInstanceOf(InterruptedException.class);
        await().untilTrue(cancelled); // the stage ends a moment before what it stands for is told
    }

    @Test
    void a_stage_is_awaited_after_an_interrupt_too_since_what_it_stands_for_goes_on() throws Exception {
        var stage = new CompletableFuture<String>();
        awaitAfterInterrupt(stage, stage);
        stage = new CompletableFuture<>();
        awaitAfterInterrupt(stage, stage.minimalCompletionStage());
    }

    private void awaitAfterInterrupt(CompletableFuture<String> stage, CompletionStage<String> given) throws Exception {
        var called = new CountDownLatch(1);
        Attempted attempt = Attempted.at(() -> call(() -> {
            called.countDown();
            return given;
        }));
        assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();
        await().until(() -> attempt.thread().getState() == Thread.State.WAITING);

        attempt.thread().interrupt();
        await().until(() ->
                !attempt.thread().isInterrupted() && attempt.thread().getState() == Thread.State.WAITING);

        assertThat(attempt.result().isDone()).isFalse();
        stage.complete("late");
        assertThat(attempt.result().get(10, TimeUnit.SECONDS)).isEqualTo("late");
    }

    @Test
    void a_stage_that_is_no_future_is_awaited_like_any_other() throws Exception {
        var stage = new CompletableFuture<String>() {
            @Override
            public CompletableFuture<String> toCompletableFuture() {
                throw new UnsupportedOperationException();
            }
        };
        Attempted attempt = Attempted.at(() -> call(() -> stage));
        await().until(() -> attempt.thread().getState() == Thread.State.WAITING);

        stage.complete("done");

        assertThat(attempt.result().get(10, TimeUnit.SECONDS)).isEqualTo("done");
    }

    @Test
    void a_call_that_is_interrupted_before_its_loop_comes_to_it_is_never_made() throws Exception {
        var blocking = new CountDownLatch(1);
        var made = new AtomicBoolean();
        Attempted before = Attempted.at(() -> call(() -> {
            blocking.countDown();
            hold.await();
            return Uni.createFrom().item("held");
        }));
        assertThat(blocking.await(10, TimeUnit.SECONDS)).isTrue();
        Attempted attempt = Attempted.at(() -> call(() -> {
            made.set(true);
            return Uni.createFrom().item("made");
        }));
        await().until(() -> attempt.thread().getState() == Thread.State.WAITING);

        attempt.thread().interrupt();

        assertThat(attempt.thrown()).isInstanceOf(InterruptedException.class);
        hold.countDown();
        assertThat(before.result().get(10, TimeUnit.SECONDS)).isEqualTo("held");
        assertThat(call(() -> Uni.createFrom().item("after"))).isEqualTo("after");
        assertThat(made).isFalse();
    }

    @Test
    void a_call_that_blocks_its_loop_is_told_once_with_its_stack() throws Exception {
        var blocking = new CountDownLatch(1);
        Attempted attempt = Attempted.at(() -> call(() -> {
            blocking.countDown();
            blockHere();
            return Uni.createFrom().item("late");
        }));
        assertThat(blocking.await(10, TimeUnit.SECONDS)).isTrue();
        long now = System.nanoTime();
        long later = now + EventLoops.BLOCKED_AFTER.toNanos() + 1;

        assertThat(loops.blocked(now)).isEmpty();
        await().untilAsserted(
                        () -> assertThat(loops.blocked(later)).singleElement().satisfies(blocked -> {
                            assertThat(blocked.task()).isEqualTo("task-7");
                            assertThat(blocked.loop()).startsWith("vert.x-eventloop-thread-");
                            assertThat(blocked.stack()).contains("blockHere");
                        }));
        assertThat(loops.blocked(later)).isEmpty();

        hold.countDown();
        assertThat(attempt.result().get(10, TimeUnit.SECONDS)).isEqualTo("late");
        assertThat(loops.blocked(later + later)).isEmpty();
    }

    private void blockHere() throws InterruptedException {
        hold.await();
    }

    @Test
    void the_trace_of_the_attempt_is_that_of_the_call() throws Exception {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        CurrentTrace.enter(trace);
        try {
            assertThat(call(() -> Uni.createFrom().item(CurrentTrace.traceparent())))
                    .hasToString("Optional[" + trace + "]");
        } finally {
            CurrentTrace.leave();
        }
        assertThat(call(() -> Uni.createFrom().item(CurrentTrace.traceparent())))
                .hasToString("Optional.empty");
    }

    @Test
    void without_loops_the_call_is_made_on_the_thread_that_waits() throws Exception {
        Thread here = Thread.currentThread();

        assertThat(EventLoops.callHere(() -> Uni.createFrom().item(Thread.currentThread() == here)))
                .isEqualTo(true);
        assertThat(EventLoops.callHere(() -> CompletableFuture.supplyAsync(() -> List.of(1, 2))))
                .isEqualTo(List.of(1, 2));
    }
}
