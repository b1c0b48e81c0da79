package io.trireme.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trireme.Fault;
import io.trireme.Receipt;
import io.trireme.Task;
import io.trireme.TriremeException;
import io.trireme.publish.BatchReport.LineError;
import io.trireme.wire.PayloadCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskBatchTest {
    private final List<Task> published = new ArrayList<>();

    @Test
    void a_bad_line_names_its_number_and_the_good_ones_are_published() throws Exception {
        BatchReport report = publish(task -> taken(), "1\n\n{\"a\":\n[2]\n3 4\n");

        assertThat(published).extracting(TaskBatchTest::text).containsExactly("1", "[2]");
        assertThat(report.accepted()).isEqualTo(2);
        assertThat(report.rejected()).isEqualTo(2);
        assertThat(report.errors()).extracting(LineError::line).containsExactly(3L, 5L);
        assertThat(report.errors().getFirst().error())
                .contains("not valid JSON")
                .contains("column");
        assertThat(report.unreadFrom()).isZero();
    }

    @Test
    void a_task_that_is_too_large_costs_that_line_only() throws Exception {
        BatchReport report = publish(
                task -> text(task).equals("1") ? refused(Fault.PAYLOAD_TOO_LARGE.because("id", "q", "", "")) : taken(),
                "1\n2\n3");

        assertThat(report.accepted()).isEqualTo(2);
        assertThat(report.errors()).extracting(LineError::line).containsExactly(1L);
    }

    @Test
    void a_queue_that_does_not_exist_fails_the_batch_and_not_each_line() {
        assertThatThrownBy(() -> publish(task -> refused(Fault.QUEUE_UNKNOWN.because("q")), "1\n2\n3"))
                .isInstanceOfSatisfying(TriremeException.class, fault -> assertThat(fault.fault())
                        .isEqualTo(Fault.QUEUE_UNKNOWN));
        assertThat(published).hasSize(1);
    }

    @Test
    void brokers_that_take_nothing_any_more_end_the_batch_with_the_line_to_go_on_from() throws Exception {
        String lines =
                IntStream.rangeClosed(1, 1_000).mapToObj(Integer::toString).collect(Collectors.joining("\n"));

        BatchReport report = publish(
                task -> Integer.parseInt(text(task)) <= 5
                        ? taken()
                        : refused(Fault.NOT_PUBLISHED.because("id", "q", "no answer")),
                lines);

        assertThat(report.accepted()).isEqualTo(5);
        assertThat(report.rejected()).isEqualTo(BatchTally.HOPELESS);
        assertThat(report.unreadFrom()).isEqualTo(5 + BatchTally.HOPELESS + 1);
    }

    @Test
    void errors_are_listed_up_to_a_bound_and_counted_beyond_it() throws Exception {
        BatchReport report = publish(task -> taken(), "x\n".repeat(150));

        assertThat(report.rejected()).isEqualTo(150);
        assertThat(report.errors()).hasSize(100);
    }

    @Test
    void a_stream_beyond_its_bound_ends_before_the_line_that_was_cut() throws Exception {
        TaskBatch batch = batch(task -> taken());

        BatchReport report = batch.publish(new BoundedBody(stream("11\n22\n3333\n"), 8));

        assertThat(published).extracting(TaskBatchTest::text).containsExactly("11", "22");
        assertThat(batch.wasTooLarge()).isTrue();
        assertThat(report.unreadFrom()).isEqualTo(3);
    }

    private BatchReport publish(Function<Task, CompletableFuture<Receipt>> brokers, String lines)
            throws IOException, InterruptedException {
        return batch(brokers).publish(stream(lines));
    }

    private TaskBatch batch(Function<Task, CompletableFuture<Receipt>> brokers) {
        Function<Task, CompletableFuture<Receipt>> publisher = task -> {
            published.add(task);
            return brokers.apply(task);
        };
        var submission = new Submission("q", Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
        return new TaskBatch(
                submission, new PayloadCodec(new ObjectMapper()), publisher, TaskBatch.LONGEST_LINE, 100, error -> {});
    }

    private static ByteArrayInputStream stream(String lines) {
        return new ByteArrayInputStream(lines.getBytes(UTF_8));
    }

    private static CompletableFuture<Receipt> taken() {
        return CompletableFuture.completedFuture(new Receipt("id", "q", 0, 0));
    }

    private static CompletableFuture<Receipt> refused(TriremeException fault) {
        return CompletableFuture.failedFuture(fault);
    }

    private static String text(Task task) {
        return new String((byte[]) task.payload().orElseThrow(), UTF_8);
    }
}
