package io.trireme.result;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.Fault;
import io.trireme.TaskError;
import io.trireme.TaskState;
import io.trireme.wire.Headers;
import io.trireme.wire.Topics;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultRecordsTest {
    private static ConsumerRecord<byte[], byte[]> record(TaskState state, String reason) {
        var record = new ConsumerRecord<byte[], byte[]>(Topics.results(), 0, 7, "a".getBytes(UTF_8), null);
        record.headers().add(Headers.RESULT_STATE, state.name().getBytes(UTF_8));
        record.headers().add(Headers.RESULT_REASON, reason.getBytes(UTF_8));
        return record;
    }

    @Test
    void what_is_written_is_read() {
        TaskResult told = TaskResult.pending("a", Instant.EPOCH)
                .ended(TaskState.FAILED, TaskError.of(Fault.REJECTED, new IllegalStateException("no")));
        var written = ResultRecords.write(told, 3);
        var read = record(TaskState.FAILED, "");
        written.headers().forEach(read.headers()::add);

        assertThat(ResultRecords.read(read)).hasValueSatisfying(result -> {
            assertThat(result.state()).isEqualTo(TaskState.FAILED);
            assertThat(result.error()).isEqualTo(told.error());
        });
    }

    @ParameterizedTest
    @CsvSource({"FAILED, ATTEMPT_FAILED", "CANCELLED, CANCELLED", "EXPIRED, EXPIRED", "RETRYING, ATTEMPT_FAILED"})
    void a_reason_of_a_later_version_does_not_keep_who_waits_from_the_end(TaskState state, Fault general) {
        assertThat(ResultRecords.read(record(state, "OF_A_LATER_VERSION"))).hasValueSatisfying(result -> {
            assertThat(result.state()).isEqualTo(state);
            assertThat(result.error().orElseThrow().reason()).isEqualTo(general);
        });
    }
}
