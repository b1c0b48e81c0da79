package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.Fault;
import io.trireme.Interceptor;
import io.trireme.Outcome;
import io.trireme.TaskContext;
import io.trireme.TaskRejected;
import io.trireme.result.CallResults;
import io.trireme.wire.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineTest {
    private final Epoch epoch =
            new Epoch(new TopicPartition("q", 0), 1, CompletedAhead.none(), new Room(10, 1_000).share());
    private ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("q", 0, 7, null, new byte[] {1});

    private Attempt attempt; // the last one
    private final Withdrawals withdrawals = new Withdrawals();
    private final Revocations revocations = new Revocations(InstantSource.system());

    private Outcome attempt(TestQueue.Body body, Interceptor... around) {
        return attempt(Map.of("q", TestQueue.handler("q", "q", body)), around);
    }

    private Outcome attempt(Map<String, Handler> handlers, Interceptor... around) {
        var pipeline = TestQueue.pipeline(handlers, List.of(around), withdrawals);
        var batch = new Batch(new long[] {7}, 0);
        attempt = new Attempt(pipeline, record, epoch, batch, 0, Attempt.NO_LANE, 1, 1);
        return pipeline.attempt(attempt);
    }

    @Test
    void returning_is_done_and_throwing_is_retry() {
        var failure = new IOException("503");

        assertThat(attempt(task -> {})).isInstanceOf(Outcome.Done.class);
        assertThat(attempt(task -> {
                    throw failure;
                }))
                .isEqualTo(new Outcome.Retry(failure));
    }

    @Test
    void a_task_of_several_calls_ends_when_it_is_interrupted_also_when_a_call_swallows_that() {
        record = new ConsumerRecord<>("q", 0, 7, null, "[1,2,3]".getBytes(StandardCharsets.UTF_8));
        record.headers().add(Headers.TYPE, CallResults.type("q").getBytes(StandardCharsets.UTF_8));
        record.headers().add(Headers.REPLY_TO, "0".getBytes(StandardCharsets.UTF_8));
        var calls = new AtomicInteger();

        Outcome outcome = attempt(task -> {
            calls.incrementAndGet();
            attempt.interrupting(); // and what it waited for took the interrupt
        });

        assertThat(calls).hasValue(1);
        assertThat(outcome).isEqualTo(Outcome.Done.with(CallResults.none()));
    }

    private static Handler takingOthers(TestQueue.Answer answer) {
        return new WrappedHandler() {
            @Override
            public Handler handler() {
                return TestQueue.answering("q", "q", answer);
            }

            @Override
            public boolean takesOthers() {
                return true;
            }

            @Override
            public Object handle(TaskContext task) throws Exception {
                return handler().handle(task);
            }
        };
    }

    @Test
    void a_type_that_no_handler_takes_goes_to_the_one_that_takes_others_and_else_to_the_dead_letters() {
        record.headers().add(Headers.TYPE, "unheard-of".getBytes(StandardCharsets.UTF_8));
        Handler picky = TestQueue.handler("q", "known", task -> {});
        var seen = new ArrayList<String>();
        Handler other = takingOthers(task -> seen.add(task.type()));

        assertThat(attempt(Map.of("known", picky, "q", other))).isInstanceOf(Outcome.Done.class);
        assertThat(seen).containsExactly("unheard-of");
        assertThat(attempt(Map.of("known", picky)))
                .isInstanceOfSatisfying(
                        Outcome.Dead.class, dead -> assertThat(dead.reason()).isEqualTo(Fault.NO_HANDLER));
    }

    @Test
    void several_calls_that_are_one_task_are_made_by_their_handler_and_not_given_to_who_takes_others() {
        record = new ConsumerRecord<>("q", 0, 7, null, "[1,2]".getBytes(StandardCharsets.UTF_8));
        record.headers().add(Headers.TYPE, CallResults.type("q").getBytes(StandardCharsets.UTF_8));
        record.headers().add(Headers.REPLY_TO, "0".getBytes(StandardCharsets.UTF_8));
        Handler other = takingOthers(
                task -> task.type() + " " + new String(task.payload().orElseThrow(), StandardCharsets.UTF_8));

        assertThat(attempt(Map.of("q", other)))
                .isEqualTo(Outcome.Done.with(new CallResults<>(List.of("q 1", "q 2"), Map.of())));
    }

    @Test
    void a_type_that_looks_like_several_calls_and_that_nobody_asks_about_is_a_type_like_any_other() {
        record.headers().add(Headers.TYPE, CallResults.type("q").getBytes(StandardCharsets.UTF_8));

        assertThat(attempt(task -> {})).isInstanceOfSatisfying(Outcome.Dead.class, dead -> assertThat(dead.reason())
                .isEqualTo(Fault.NO_HANDLER));
        assertThat(attempt(Map.of("q", takingOthers(task -> {
                    throw new IOException("503");
                }))))
                .isInstanceOf(Outcome.Retry.class);
    }

    @Test
    void a_rejected_or_undecodable_task_is_dead_at_once() {
        assertThat(attempt(task -> {
                    throw new TaskRejected("no");
                }))
                .isInstanceOfSatisfying(
                        Outcome.Dead.class, dead -> assertThat(dead.reason()).isEqualTo(Fault.REJECTED));
        assertThat(attempt(task -> {
                    throw Fault.UNDECODABLE.because("id", "Image", "why");
                }))
                .isInstanceOfSatisfying(
                        Outcome.Dead.class, dead -> assertThat(dead.reason()).isEqualTo(Fault.UNDECODABLE));
    }

    @Test
    void an_error_of_the_jvm_in_a_handler_is_a_failed_attempt_and_not_the_end_of_the_lane() {
        assertThat(attempt(task -> {
                    throw new StackOverflowError();
                }))
                .isInstanceOf(Outcome.Retry.class);
    }

    @Test
    void what_an_attempt_throws_after_its_epoch_has_ended_counts_for_nothing() {
        assertThat(attempt(task -> {
                    epoch.end();
                    throw new InterruptedException();
                }))
                .isInstanceOf(Outcome.Abandoned.class);
    }

    @Test
    void a_revoked_task_does_not_reach_its_handler() {
        revoke();

        assertThat(attempt(task -> {
                    throw new AssertionError();
                }))
                .isEqualTo(new Outcome.Cancelled());
    }

    @Test
    void one_that_is_revoked_while_it_runs_is_cancelled_whatever_its_handler_does_then() {
        assertThat(attempt(task -> revoke())).isEqualTo(new Outcome.Cancelled());
        withdrawals.set(none);
        assertThat(attempt(task -> {
                    revoke();
                    throw new TaskRejected("since it was interrupted");
                }))
                .isEqualTo(new Outcome.Cancelled());
        withdrawals.set(none);
        assertThat(attempt(task -> {
                    revoke();
                    epoch.end();
                    throw new InterruptedException();
                }))
                .isEqualTo(new Outcome.Abandoned());
    }

    @Test
    void the_attempts_of_a_revoked_task_are_those_that_came_to_its_handler() {
        attempt(task -> revoke());
        assertThat(attempt.made()).isEqualTo(1);

        attempt(task -> {});
        assertThat(attempt.made()).as("revoked before it began").isZero();

        record.headers().add(Headers.ATTEMPT, "4".getBytes(StandardCharsets.UTF_8));
        attempt(task -> {});
        assertThat(attempt.made()).as("revoked when it came back").isEqualTo(3);
    }

    @Test
    void what_is_in_force_is_looked_at_again_only_when_it_was_changed_meanwhile() {
        revocations.put(Revocations.Kind.TASK, "another", Instant.MAX);
        withdrawals.set(revocations);

        assertThat(attempt(task -> revocations.put(Revocations.Kind.TASK, "q-0-7", Instant.MAX)))
                .as("nobody was told")
                .isInstanceOf(Outcome.Done.class);
        revocations.remove(Revocations.Kind.TASK, "q-0-7");
        assertThat(attempt(task -> revoke())).isEqualTo(new Outcome.Cancelled());
    }

    private final Revocations none = new Revocations(InstantSource.system());

    private void revoke() {
        revocations.put(Revocations.Kind.TASK, "q-0-7", Instant.MAX);
        withdrawals.set(revocations);
    }

    @Test
    void interceptors_go_around_in_their_order_and_may_change_the_outcome() {
        var order = new ArrayList<String>();
        Interceptor outer = (task, next) -> {
            order.add("outer");
            return next.handle(task);
        };
        Interceptor inner = (task, next) -> {
            order.add("inner");
            next.handle(task);
            return new Outcome.Dead(Fault.REJECTED, new IllegalStateException());
        };

        assertThat(attempt(task -> order.add("handler"), outer, inner)).isInstanceOf(Outcome.Dead.class);
        assertThat(order).containsExactly("outer", "inner", "handler");
    }

    @Test
    void an_interceptor_that_answers_what_cannot_be_settled_is_a_failed_attempt() {
        assertThat(attempt(task -> {}, (task, next) -> null)).isInstanceOf(Outcome.Retry.class);
        assertThat(attempt(task -> {}, (task, next) -> new Outcome.Abandoned())).isInstanceOf(Outcome.Retry.class);
    }

    @Test
    void a_task_that_came_back_goes_on_counting() {
        var attempts = new ArrayList<Integer>();
        record.headers().add(Headers.ATTEMPT, "4".getBytes(StandardCharsets.UTF_8));

        attempt(task -> attempts.add(task.attempt()));

        assertThat(attempts).containsExactly(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "two", "2000000000"})
    void a_count_that_cannot_be_one_is_no_reason_to_begin_anew(String count) {
        record.headers().add(Headers.ATTEMPT, count.getBytes(StandardCharsets.UTF_8));

        assertThat(attempt(task -> {})).isInstanceOfSatisfying(Outcome.Dead.class, dead -> {
            assertThat(dead.reason()).isEqualTo(Fault.HEADER_MALFORMED);
            assertThat(dead.cause()).hasMessageContaining(Headers.ATTEMPT);
        });
    }

    @Test
    void of_several_handlers_the_type_picks_one() {
        var ran = new ArrayList<String>();
        Map<String, Handler> handlers = Map.of(
                "a", TestQueue.handler("q", "a", task -> ran.add("a")),
                "b", TestQueue.handler("q", "b", task -> ran.add("b")));
        record.headers().add(Headers.TYPE, "b".getBytes(StandardCharsets.UTF_8));

        assertThat(attempt(handlers)).isInstanceOf(Outcome.Done.class);
        assertThat(ran).containsExactly("b");
    }
}
