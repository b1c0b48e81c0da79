package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DrainRateTest {
    private static final double CONFIGURED = 10;
    private static final long BUSY = 5;

    private final DrainRate rate = new DrainRate(CONFIGURED);

    @Test
    void before_anything_is_measured_the_configured_rate_counts() {
        look(0, 100, BUSY);

        assertThat(rate.perSecond()).isEqualTo(CONFIGURED);
    }

    @Test
    void the_first_measured_rate_replaces_the_configured_one() {
        look(0, 100, BUSY);
        look(5, 110, BUSY);

        assertThat(rate.perSecond()).isEqualTo(2);
    }

    @Test
    void a_change_shows_within_a_minute() {
        long settled = 0;
        for (int second = 0; second <= 60; second += 5) {
            look(second, settled += 10, BUSY);
        }
        for (int second = 65; second <= 125; second += 5) {
            look(second, settled += 100, BUSY);
        }

        assertThat(rate.perSecond()).isCloseTo(20, within(3.0));
    }

    @Test
    void at_rate_0_the_last_known_one_counts() {
        look(0, 100, BUSY);
        look(5, 110, BUSY);
        look(10, 110, BUSY);
        look(600, 110, BUSY);

        assertThat(rate.perSecond()).isEqualTo(2);
    }

    @Test
    void the_time_without_a_settled_task_counts_with_the_next_one() {
        for (int second = 0; second <= 240; second += 5) {
            look(second, second / 60, BUSY); // one a minute
        }

        assertThat(rate.perSecond()).isCloseTo(1 / 60.0, within(0.001));
    }

    @Test
    void a_queue_that_waits_for_tasks_is_no_slow_one() {
        look(0, 100, BUSY);
        look(5, 200, 0);
        look(65, 201, 0);

        assertThat(rate.perSecond()).isEqualTo(20);
    }

    @Test
    void what_happened_while_nobody_looked_tells_nothing() {
        look(0, 100, BUSY);
        look(3_600, 1_000_000, BUSY);

        assertThat(rate.perSecond()).isEqualTo(CONFIGURED);
    }

    @Test
    void a_partition_that_is_new_or_went_back_is_left_out() {
        rate.look(Map.of(0, 100L, 1, 500L), BUSY, 0);
        rate.look(Map.of(0, 110L, 1, 400L, 2, 900L), BUSY, seconds(5));

        assertThat(rate.perSecond()).isEqualTo(2);
    }

    private void look(int second, long settled, long unsettled) {
        rate.look(Map.of(0, settled), unsettled, seconds(second));
    }

    private static long seconds(int seconds) {
        return seconds * 1_000_000_000L;
    }
}
