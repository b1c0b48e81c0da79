package io.trireme.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class LapTest {
    private final ArrayList<Object> results = new ArrayList<>();
    private final Lap lap = new Lap(results::add);

    @Test
    void tells_the_time_within_which_a_share_of_the_tasks_were_done() {
        for (int i = 1; i <= 100; i++) {
            lap.done(Duration.ofMillis(i), i);
        }

        assertThat(lap.done()).isEqualTo(100);
        assertThat(lap.within(50).toNanos() / 1e6).isCloseTo(50, within(0.1));
        assertThat(lap.within(99).toNanos() / 1e6).isCloseTo(99, within(0.1));
        assertThat(results).hasSize(100);
    }

    @Test
    void has_no_time_where_nothing_was_done() {
        assertThat(lap.within(99)).isZero();
    }

    @Test
    void takes_times_that_cannot_be() {
        lap.done(Duration.ofMillis(-3), "the clock was set back");
        lap.done(Duration.ofDays(30), "found in an old topic");

        assertThat(lap.done()).isEqualTo(2);
        assertThat(lap.within(100)).isBetween(Duration.ofDays(1), Duration.ofDays(2));
    }

    @Test
    void keeps_the_first_reasons_only() {
        for (int i = 1; i <= 10; i++) {
            lap.rejected("reason " + i);
        }

        assertThat(lap.rejected()).isEqualTo(10);
        assertThat(lap.reasons()).containsExactly("reason 1", "reason 2", "reason 3");
    }
}
