package io.trireme.child;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CurrentAttemptTest {
    private final CurrentAttempt current = new CurrentAttempt();

    @Test
    void a_cancel_interrupts_the_attempt_that_runs() {
        current.begin(7);

        current.cancel(7);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(current.isAbandoned(7)).isTrue();
    }

    @Test
    void a_cancel_that_comes_before_its_attempt_is_kept_for_it() {
        current.cancel(7);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();

        current.begin(7);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_cancel_that_comes_too_late_touches_no_other_attempt() {
        current.begin(7);
        current.end();
        current.begin(8);

        current.cancel(7);

        assertThat(Thread.interrupted()).isFalse();
        assertThat(current.isAbandoned(8)).isFalse();
    }

    @Test
    void an_interrupt_ends_with_its_attempt() {
        current.begin(7);
        current.cancel(7);

        current.end();

        assertThat(Thread.interrupted()).isFalse();
    }
}
