package io.trireme.consume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trireme.Fault;
import io.trireme.Snooze;
import io.trireme.TaskContext;
import io.trireme.TaskError;
import io.trireme.TaskRejected;
import io.trireme.TriremeException;
import io.trireme.result.CallResults;
import io.trireme.result.CarriedResult;
import io.trireme.result.ResultValue;
import io.trireme.retry.RetryPolicy;
import io.trireme.wire.Headers;
import io.trireme.wire.PayloadCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChunkHandlerTest {
    private static final String QUEUE = "q";

    private final List<String> called = new ArrayList<>();

    private long now; // in nanoseconds

    private CallResults<Object> calls(String payloads, int maxAttempts, TestQueue.Answer answer) throws Exception {
        return calls(payloads, maxAttempts, Optional.empty(), answer);
    }

    private CallResults<Object> calls(
            String payloads, int maxAttempts, Optional<String> within, TestQueue.Answer answer) throws Exception {
        var retries = new RetryPolicy(maxAttempts, Duration.ofSeconds(7), 1, Duration.ofMinutes(1), 0, Set.of());
        Handler handler = TestQueue.answering(QUEUE, QUEUE, task -> {
            called.add(task.id() + " " + task.type() + " "
                    + new String(task.payload().orElseThrow(), UTF_8));
            return answer.to(task);
        });
        Map<String, ChunkHandler> chunks =
                ChunkHandler.of(QUEUE, Map.of(QUEUE, handler), Map.of(QUEUE, retries), () -> 0, () -> now);
        TaskContext task = AttemptContext.of(QUEUE, CallResults.type(QUEUE), payloads.getBytes(UTF_8));
        return chunks.get(CallResults.type(QUEUE)).handle(new Hurried(task, within));
    }

    /** A task that says within what time its calls are to be begun. */
    private record Hurried(TaskContext task, Optional<String> within) implements ForwardedContext {
        @Override
        public Optional<String> header(String name) {
            return name.equals(Headers.CALLS_WITHIN) ? within : task.header(name);
        }
    }

    @Test
    void each_call_has_its_part_of_the_payload_and_its_place_in_the_result() throws Exception {
        var results = calls("[ 1, \"two \\\" [,]\" ,{\"three\": [3]}, null, [ ] ]", 5, task -> called.size());

        assertThat(called)
                .containsExactly(
                        "q-0-0.0 q 1",
                        "q-0-0.1 q \"two \\\" [,]\"",
                        "q-0-0.2 q {\"three\": [3]}",
                        "q-0-0.3 q null",
                        "q-0-0.4 q [ ]");
        assertThat(results.values()).containsExactly(1, 2, 3, 4, 5);
        assertThat(results.failures()).isEmpty();
    }

    @Test
    void what_calls_returned_in_another_process_is_theirs() throws Exception {
        var why = new TaskError(Fault.RESULT_UNENCODABLE, "a.B", "it has no getters", Optional.empty());
        var results = calls("[1,2,3]", 5, task -> switch (task.id()) {
            case "q-0-0.0" -> carried("{\"a\":[1]}", ResultValue.JSON);
            case "q-0-0.1" -> carried("bytes", ResultValue.RAW);
            default -> new CarriedResult.Unwritable(why);
        });

        assertThat(new PayloadCodec(new ObjectMapper()).encode(results))
                .asString(UTF_8)
                .startsWith("{\"values\":[{\"a\":[1]},\"Ynl0ZXM=\",null],");
        assertThat(results.failures()).containsOnlyKeys(2).containsEntry(2, CallResults.Failure.forGood(why));
    }

    private static CarriedResult carried(String value, String contentType) {
        return new CarriedResult.Value(new ResultValue(value.getBytes(UTF_8), contentType, "a.B"));
    }

    @Test
    void a_call_that_throws_fails_alone_and_is_to_be_tried_again_when_its_queue_says_so() throws Exception {
        var results = calls("[1,2,3,4]", 5, task -> switch (task.id()) {
            case "q-0-0.0" -> throw new IOException("503");
            case "q-0-0.1" -> throw new TaskRejected("no such page");
            case "q-0-0.2" -> Snooze.of(Duration.ofSeconds(3));
            default -> "done";
        });

        assertThat(results.values()).containsExactly(null, null, null, "done");
        assertThat(results.failure(0).orElseThrow()).satisfies(failed -> {
            assertThat(failed.again()).isEqualTo(2);
            assertThat(failed.pauseMillis()).isEqualTo(7_000);
            assertThat(failed.error().exception()).isEqualTo(IOException.class.getName());
        });
        assertThat(results.failure(1).orElseThrow()).satisfies(failed -> {
            assertThat(failed.isToFollow()).isFalse();
            assertThat(failed.error().reason()).isEqualTo(Fault.REJECTED);
        });
        assertThat(results.failure(2).orElseThrow()).satisfies(snoozed -> {
            assertThat(snoozed.again()).as("a snooze is no attempt").isEqualTo(1);
            assertThat(snoozed.pauseMillis()).isEqualTo(3_000);
        });
    }

    @Test
    void one_that_has_only_one_attempt_has_failed() throws Exception {
        var results = calls("[1]", 1, task -> {
            throw new IOException("503");
        });

        assertThat(results.failure(0).orElseThrow().isToFollow()).isFalse();
        assertThat(results.failure(0).orElseThrow().error().reason()).isEqualTo(Fault.ATTEMPTS_EXHAUSTED);
    }

    @Test
    void an_interrupt_ends_the_calls_that_are_left_also_when_one_of_them_swallows_it() {
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> calls("[1,2,3]", 5, task -> {
                    Thread.currentThread().interrupt();
                    return "went on";
                }));

        assertThat(called).hasSize(1);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void calls_that_are_not_begun_in_time_are_left_and_it_is_told_how_long_the_others_took() throws Exception {
        var results = calls("[1,2,3,4,5]", 5, Optional.of("10"), task -> {
            now += task.id().equals("q-0-0.1") ? 3_600_000_000_000L : 1_000;
            return "done";
        });

        assertThat(called).hasSize(2);
        assertThat(results).isEqualTo(new CallResults<>(List.of("done", "done"), Map.of(), 3, 3_600_000_001_000L));
    }

    @Test
    void the_first_call_is_made_in_any_case_also_when_it_fails() throws Exception {
        var results = calls("[1,2]", 5, Optional.of("0"), task -> {
            throw new IOException("503");
        });

        assertThat(results.failures()).containsOnlyKeys(0);
        assertThat(results.left()).isEqualTo(1);
    }

    @Test
    void without_a_time_or_with_one_that_is_none_all_are_made_and_nothing_is_told_of_it() throws Exception {
        for (Optional<String> none : List.of(Optional.<String>empty(), Optional.of("soon"), Optional.of("-1"))) {
            var results = calls("[1,2]", 5, none, task -> {
                now += 3_600_000_000_000L;
                return "done";
            });

            assertThat(new PayloadCodec(new ObjectMapper()).encode(results))
                    .asString(UTF_8)
                    .isEqualTo("{\"values\":[\"done\",\"done\"],\"failures\":{}}");
        }
    }

    @Test
    void what_is_no_array_is_undecodable() {
        assertThatExceptionOfType(TriremeException.class)
                .isThrownBy(() -> calls("{\"a\":1}", 5, task -> 0))
                .satisfies(fault -> assertThat(fault.fault()).isEqualTo(Fault.UNDECODABLE));
    }
}
