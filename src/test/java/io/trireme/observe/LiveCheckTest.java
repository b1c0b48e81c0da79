package io.trireme.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.consume.QueueStatus;
import io.trireme.consume.QueueStatus.RunningAttempt;
import io.trireme.consume.QueueStatus.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
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

    @Test
    void an_attempt_that_does_not_stop_is_named_with_its_stack_and_so_is_what_is_wrong_with_the_queue() {
        var stuck = new RunningAttempt(
                "order-17", "ship", 2, true, "q-0-7", "q-3", Duration.ofMillis(1_500), Optional.of("at Ship.wait"));
        var response = HealthCheckResponse.named("check");

        QueueReport.add(
                response,
                status(State.RUNNING, Duration.ZERO, List.of(stuck), Optional.of("no letter can be written")));

        assertThat(response.up().build().getData().orElseThrow())
                .containsEntry("q.stuck.1", "task order-17 at q-0-7 for 1.5 s on q-3")
                .containsEntry("q.stuck.1.stack", "at Ship.wait")
                .containsEntry("q.trouble", "no letter can be written");
    }

    private static QueueStatus status(State state, Duration lastTurn) {
        return status(state, lastTurn, List.of(), Optional.empty());
    }

    private static QueueStatus status(
            State state, Duration lastTurn, List<RunningAttempt> stuck, Optional<String> trouble) {
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
                stuck,
                Optional.of(hours),
                trouble);
    }
}
