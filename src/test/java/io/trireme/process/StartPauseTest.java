package io.trireme.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StartPauseTest {
    private static final String WHY = "it ended with exit code 1.";
    private static final long LATER = Duration.ofMinutes(1).toNanos();

    private final StartPause pause = new StartPause();

    @Test
    void the_first_start_waits_for_nothing() {
        assertThat(pause.left(0)).isZero();
    }

    @Test
    void each_barren_worker_doubles_the_pause_up_to_a_bound() {
        pause.barren(0, WHY);
        assertThat(pause.left(0)).isEqualTo(Duration.ofMillis(100));
        pause.barren(LATER, WHY);
        assertThat(pause.left(LATER)).isEqualTo(Duration.ofMillis(200));
        for (int i = 2; i < 100; i++) {
            pause.barren(i * LATER, WHY);
        }
        assertThat(pause.left(99 * LATER)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void workers_that_end_together_count_as_one() {
        for (int i = 0; i < 8; i++) {
            pause.barren(i, WHY);
        }

        assertThat(pause.left(0)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void a_program_that_does_not_stay_up_is_trouble_until_it_answers() {
        pause.barren(0, WHY);
        assertThat(pause.trouble()).as("a mishap").isEmpty();

        pause.barren(LATER, "it ended with exit code 3.");
        assertThat(pause.trouble())
                .hasValue("was started 2 times in a row without answering anything; the last time it ended with exit"
                        + " code 3.");

        pause.fruitful();
        assertThat(pause.trouble()).isEmpty();
    }

    @Test
    void the_pause_runs_out() {
        pause.barren(0, WHY);

        assertThat(pause.left(Duration.ofMillis(60).toNanos())).isEqualTo(Duration.ofMillis(40));
        assertThat(pause.left(Duration.ofMillis(200).toNanos())).isZero();
    }

    @Test
    void an_answer_ends_it() {
        pause.barren(0, WHY);
        pause.barren(LATER, WHY);

        pause.fruitful();

        assertThat(pause.left(LATER)).isZero();
    }
}
