package io.trireme.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DurationsTest {
    private final AtomicLong now = new AtomicLong();
    private final Durations durations = new Durations(now::get);

    @Test
    void count_and_sum_are_of_all_time() {
        durations.add(Duration.ofSeconds(2).toNanos());
        durations.add(Duration.ofSeconds(3).toNanos());

        assertThat(durations.count()).isEqualTo(2);
        assertThat(durations.nanos()).isEqualTo(5e9);
    }

    @Test
    void the_longest_is_forgotten_after_two_minutes_at_most() {
        durations.add(Duration.ofSeconds(9).toNanos());
        assertThat(durations.longestSeconds()).isEqualTo(9);

        pass(Duration.ofSeconds(61));
        durations.add(Duration.ofSeconds(1).toNanos());
        assertThat(durations.longestSeconds()).isEqualTo(9);

        pass(Duration.ofSeconds(61));
        durations.add(Duration.ofSeconds(1).toNanos());
        assertThat(durations.longestSeconds()).isEqualTo(1);

        pass(Duration.ofMinutes(10));
        assertThat(durations.longestSeconds()).isZero();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
