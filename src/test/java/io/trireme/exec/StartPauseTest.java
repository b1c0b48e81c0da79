package io.trireme.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StartPauseTest {
    private final StartPause pause = new StartPause();

    @Test
    void the_first_start_waits_for_nothing() {
        assertThat(pause.left(0)).isZero();
    }

    @Test
    void each_barren_worker_doubles_the_pause_up_to_a_bound() {
        pause.barren(0);
        assertThat(pause.left(0)).isEqualTo(Duration.ofMillis(100));
        pause.barren(0);
        assertThat(pause.left(0)).isEqualTo(Duration.ofMillis(200));
        for (int i = 0; i < 100; i++) {
            pause.barren(0);
        }
        assertThat(pause.left(0)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void the_pause_runs_out() {
        pause.barren(0);

        assertThat(pause.left(Duration.ofMillis(60).toNanos())).isEqualTo(Duration.ofMillis(40));
        assertThat(pause.left(Duration.ofMillis(200).toNanos())).isZero();
    }

    @Test
    void an_answer_ends_it() {
        pause.barren(0);
        pause.barren(0);

        pause.fruitful();

        assertThat(pause.left(0)).isZero();
    }
}
