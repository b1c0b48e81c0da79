package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RateTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void settles_at_what_is_steady_and_fades_when_nothing_comes() {
        var rate = new Rate();
        double now = 0;
        for (int second = 0; second <= 60; second++) {
            now = rate.update(second * 100L, second * SECOND);
        }
        assertThat(now).isCloseTo(100, within(1.0));

        assertThat(rate.update(6_000, 70 * SECOND)).isCloseTo(37, within(1.0)); // one time constant later: 1/e
    }
}
