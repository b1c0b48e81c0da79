package io.trireme.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trireme.Fault;
import io.trireme.TaskState;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.Turns;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ReplyTest {
    private final List<Runnable> callbacks = new ArrayList<>();
    private final Reply<String> reply = new Reply<>(
            "a",
            new ValueReader<>(new PayloadCodec(new ObjectMapper()), String.class),
            callbacks::add,
            Revoker.NONE,
            0,
            told -> {},
            Turns.ofNothing());

    @Test
    void a_task_that_is_only_not_waited_for_any_more_has_not_failed() {
        reply.leftAlone(Fault.RESULT_OVERDUE.because("a", Duration.ofMinutes(1)));

        assertThat(reply.isReady()).isTrue();
        assertThat(reply.isSuccessful()).isFalse();
        assertThat(reply.state()).isEqualTo(TaskState.PENDING);
    }

    @Test
    void it_stands_where_it_was_last_told_to_stand() {
        reply.told(TaskResult.pending("a", Instant.EPOCH)
                .standing(TaskState.RETRYING, Optional.empty(), Optional.empty()));
        reply.leftAlone(Fault.CALLER_CLOSED.because("a"));

        assertThat(reply.state()).isEqualTo(TaskState.RETRYING);
    }

    @Test
    void one_that_was_not_published_has_failed_whatever_is_said_of_it_later() {
        reply.failed(Fault.RESULTS_MISSING.because());
        reply.leftAlone(Fault.CALLER_CLOSED.because("a"));

        assertThat(reply.state()).isEqualTo(TaskState.FAILED);
    }

    @Test
    void a_failure_too_is_told_where_callbacks_run() {
        CompletableFuture<String> chained = reply.stage().toCompletableFuture();

        reply.failed(Fault.RESULTS_MISSING.because());

        assertThat(chained).isNotDone();
        callbacks.forEach(Runnable::run);
        assertThat(chained).isCompletedExceptionally();
    }
}
