package io.trireme.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trireme.Fault;
import io.trireme.Task;
import io.trireme.TriremeException;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DueTimesTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private final Task task = Task.of("mail", "{}");

    @ParameterizedTest
    @ValueSource(strings = {"", "cron/nightly"})
    void a_task_that_waits_is_not_called_like_a_cron_rule_nor_nothing(String id) {
        Task later = task.withDelay(Duration.ofMinutes(1));

        assertThatThrownBy(() -> DueTimes.of(later, id, NOW))
                .isInstanceOfSatisfying(TriremeException.class, wrong -> assertThat(wrong.fault())
                        .isEqualTo(Fault.TASK_ID_WRONG));
        assertThat(DueTimes.of(task, id, NOW)).isEmpty();
    }

    @Test
    void a_delay_counts_from_now_and_what_is_past_is_due_at_once() {
        assertThat(DueTimes.of(task.withDelay(Duration.ofMinutes(1)), "a", NOW)).contains(NOW.plusSeconds(60));
        assertThat(DueTimes.of(task.withDelay(Duration.ZERO), "a", NOW)).isEmpty();
        assertThat(DueTimes.of(task.withDueAt(NOW.minusSeconds(1)), "a", NOW)).isEmpty();
    }

    @Test
    void a_month_is_no_long_delay_and_one_that_is_negative_or_too_long_is_refused() {
        Duration month = Duration.ofDays(30);
        assertThat(DueTimes.of(task.withDelay(month), "a", NOW)).contains(NOW.plus(month));

        Duration longest = Task.LONGEST_DELAY;
        assertRefused(() -> task.withDelay(Duration.ofMillis(-1)));
        assertRefused(() -> task.withDelay(longest.plusMillis(1)));
        assertRefused(() -> DueTimes.of(task.withDueAt(NOW.plus(longest).plusMillis(1)), "a", NOW));
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(TriremeException.class, wrong -> assertThat(wrong.fault())
                .isEqualTo(Fault.DELAY_WRONG));
    }
}
