package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.run.Work;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SolitudeTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Solitude solitude = new Solitude();
    private final Queue one = new Queue();
    private final Queue other = new Queue();
    private final long now = System.nanoTime();

    SolitudeTest() {
        solitude.join(one);
        solitude.join(other);
    }

    @Test
    void while_one_queue_has_the_process_nothing_begins_in_any_and_no_other_gets_it() {
        assertThat(solitude.take(one, now)).isTrue();

        assertThat(one.waits && other.waits).isTrue();
        assertThat(solitude.take(other, now)).isFalse();
        assertThat(solitude.take(one, now)).as("has it still").isTrue();
        solitude.end(other, now);
        assertThat(one.waits).as("given back by its owner only").isTrue();

        solitude.end(one, now);
        assertThat(one.waits || other.waits).isFalse();
    }

    @Test
    void afterwards_all_go_on_for_as_long_as_it_was_taken() {
        other.idle = false;
        solitude.take(one, now);
        solitude.end(one, now + SECOND);

        assertThat(solitude.take(one, now + 2 * SECOND - 1)).isFalse();
        assertThat(solitude.take(other, now + 2 * SECOND)).isTrue();
    }

    @Test
    void unless_there_is_nothing_to_go_on_with() {
        solitude.take(one, now);
        solitude.end(one, now + SECOND);

        assertThat(solitude.take(one, now + SECOND + 1)).isTrue();
    }

    @Test
    void it_is_quiet_when_all_that_runs_has_run_for_long_in_every_queue() {
        one.youngest = Duration.ofMillis(300);
        other.youngest = Duration.ofMillis(200);

        assertThat(solitude.isQuiet(Duration.ofMillis(200))).isTrue();
        assertThat(solitude.isQuiet(Duration.ofMillis(201))).isFalse();
        solitude.leave(other);
        assertThat(solitude.isQuiet(Duration.ofMillis(201))).isTrue();
    }

    @Test
    void a_suspect_that_outlasts_its_time_is_known_until_it_ends() {
        var run = new SoloRun();
        solitude.outlastedBy(run);

        assertThat(solitude.isOutlasted()).isTrue();
        run.of(() -> {
            assertThat(solitude.isOutlasted()).isTrue();
            return Work.NONE;
        });
        assertThat(solitude.isOutlasted()).isFalse();
    }

    private static final class Queue implements Solitude.Member {
        private boolean waits;
        private boolean idle = true;
        private Duration youngest = Duration.ofDays(1);

        @Override
        public void otherRunsAlone(boolean now) {
            waits = now;
        }

        @Override
        public boolean isIdle() {
            return idle;
        }

        @Override
        public boolean runsSince(Duration begun) {
            return youngest.compareTo(begun) < 0;
        }
    }
}
