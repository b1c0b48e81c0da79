package io.trireme.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.consume.QueueStatus;
import io.trireme.consume.QueueStatus.RunningAttempt;
import io.trireme.consume.QueueStatus.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveCheckTest {
    @Test
    void a_loop_that_turns_is_alive_however_long_a_handler_runs() {
        assertThat(LiveCheck.isAlive(status(State.RUNNING, Duration.ofSeconds(1))))
                .isTrue();
        assertThat(LiveCheck.isAlive(status(State.DRAINING, Duration.ofSeconds(29))))
                .isTrue();
    }

    @Test
    void a_loop_that_hangs_or_has_failed_is_not() {
        assertThat(LiveCheck.isAlive(status(State.RUNNING, Duration.ofSeconds(31))))
                .isFalse();
        assertThat(LiveCheck.isAlive(status(State.FAILED, Duration.ZERO))).isFalse();
    }

    @Test
    void one_that_was_asked_to_stop_and_did_is_no_reason_for_a_restart() {
        assertThat(LiveCheck.isAlive(status(State.STOPPED, Duration.ofHours(1))))
                .isTrue();
    }

    private static QueueStatus status(State state, Duration lastTurn) {
        var hours =
                new RunningAttempt("id", "type", 1, false, "q-0-7", "worker", Duration.ofHours(5), Optional.empty());
        return new QueueStatus(
                "q",
                state,
                false,
                true,
                List.of(),
                1,
                10,
                false,
                1,
                0,
                lastTurn,
                0,
                0,
                List.of(),
                Optional.of(hours),
                Optional.empty());
    }
}
