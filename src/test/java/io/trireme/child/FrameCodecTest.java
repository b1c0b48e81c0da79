package io.trireme.child;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trireme.Fault;
import io.trireme.TaskError;
import io.trireme.TaskRejected;
import io.trireme.ThrownElsewhere;
import io.trireme.result.CarriedResult;
import io.trireme.result.ResultValue;
import io.trireme.retry.RetryPolicy;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameCodecTest {
    static Stream<Frame> frames() {
        return Stream.of(
                new Frame.Setup(7, "/tmp/s", "q", 99, Map.of("kafka.a", "b")),
                new Frame.Cancel(Long.MAX_VALUE),
                new Frame.Abandon(1),
                new Frame.Hello(1),
                new Frame.Progress(1, 2, "half"),
                new Frame.Meters(List.of(NotedMeasures.ONE, NotedMeasures.ONE)),
                new Frame.Nothing(),
                new Frame.Snoozed(Duration.ofSeconds(5, 7)),
                new Frame.Done(new CarriedResult.Unwritable(
                        new TaskError(Fault.RESULT_UNENCODABLE, "a.B", "it has no getters", Optional.empty()))));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void a_frame_comes_out_as_it_went_in(Frame frame) throws IOException {
        assertThat(through(frame)).isEqualTo(frame);
    }

    @Test
    void a_task_comes_out_as_it_went_in() throws IOException {
        byte[] payload = "{}".getBytes(UTF_8);
        var task = new CarriedTask(
                "id",
                "type",
                "queue",
                Optional.of("ключ"),
                Optional.of(payload),
                Map.of("traceparent", "00-1-2-01"),
                3,
                4,
                5,
                Instant.ofEpochMilli(6),
                7);

        Frame.Work work = (Frame.Work) through(new Frame.Work(8, task));

        assertThat(work.number()).isEqualTo(8);
        assertThat(work.task()).usingRecursiveComparison().isEqualTo(task);
    }

    @Test
    void a_result_comes_out_as_it_went_in() throws IOException {
        var value = new ResultValue("[1]".getBytes(UTF_8), ResultValue.JSON, "java.util.List");

        var done = (Frame.Done) through(new Frame.Done(new CarriedResult.Value(value)));

        assertThat(done.result()).usingRecursiveComparison().isEqualTo(new CarriedResult.Value(value));
    }

    @Test
    void what_was_thrown_prints_and_counts_as_the_original_does() throws IOException {
        var original = new IllegalStateException("cannot", new FileNotFoundException("/x"));

        var thrown = (ThrownElsewhere) ((Frame.Failed) through(new Frame.Failed(original))).thrown();

        assertThat(TaskError.of(Fault.ATTEMPT_FAILED, thrown)).isEqualTo(TaskError.of(Fault.ATTEMPT_FAILED, original));
        assertThat(aborting("java.lang.RuntimeException").aborts(thrown)).isTrue();
        assertThat(aborting("java.io.IOException").aborts(thrown)).isFalse();
    }

    private static RetryPolicy aborting(String type) {
        return new RetryPolicy(3, Duration.ZERO, 1, Duration.ZERO, 0, Set.of(type));
    }

    @Test
    void an_exception_that_cannot_tell_its_message_is_told_all_the_same() throws IOException {
        var broken = new RuntimeException() {
            @Override
            public String getMessage() {
                throw new IllegalStateException("no message");
            }
        };

        var failed = (Frame.Failed) through(new Frame.Failed(broken));

        assertThat(failed.thrown()).hasMessageContaining("cannot tell");
    }

    @Test
    void causes_that_go_round_in_a_circle_come_to_an_end() throws IOException {
        var one = new Exception("one");
        var other = new Exception("other", one);
        one.initCause(other);

        var failed = (Frame.Failed) through(new Frame.Failed(one));

        assertThat(failed.thrown()).hasRootCauseMessage("one");
    }

    @Test
    void of_an_exception_that_is_too_long_less_is_told() {
        Throwable thrown = new IOException("x".repeat(1_000));
        for (int i = 0; i < 10; i++) {
            thrown = new IllegalStateException("ж".repeat(100_000), thrown);
            thrown.setStackTrace(Collections.nCopies(1_000, new StackTraceElement("a.B", "c".repeat(200), "B.java", 7))
                    .toArray(StackTraceElement[]::new));
        }

        byte[] frame = FrameCodec.encode(new Frame.Failed(thrown));

        assertThat(frame.length).isBetween(10_000, ThrownCodec.LONGEST);
    }

    @Test
    void half_a_frame_is_none() {
        byte[] frame = FrameCodec.encode(new Frame.Rejected(new TaskRejected("no")));

        for (int length = 5; length < frame.length; length++) {
            byte[] half = Arrays.copyOfRange(frame, 4, length);
            assertThatThrownBy(() -> FrameCodec.decode(half)).isInstanceOf(IOException.class);
        }
    }

    private static Frame through(Frame frame) throws IOException {
        byte[] bytes = FrameCodec.encode(frame);
        return FrameCodec.decode(Arrays.copyOfRange(bytes, Integer.BYTES, bytes.length));
    }
}
