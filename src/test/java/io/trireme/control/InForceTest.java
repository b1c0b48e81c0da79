package io.trireme.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InForceTest {
    private final InForce inForce = new InForce();

    @Test
    void says_what_changes_and_what_does_not() {
        assertThat(inForce.apply(pause("a"))).isEqualTo(InForce.Effect.CHANGED);
        assertThat(inForce.apply(pause("a"))).isEqualTo(InForce.Effect.NONE);
        assertThat(inForce.apply(resume("b"))).isEqualTo(InForce.Effect.NONE);
        assertThat(inForce.apply(resume("a"))).isEqualTo(InForce.Effect.CHANGED);
    }

    @Test
    void holds_a_bounded_number_of_paused_queues() {
        for (int i = 0; i < InForce.MOST_QUEUES; i++) {
            assertThat(inForce.apply(pause("q" + i))).isEqualTo(InForce.Effect.CHANGED);
        }

        assertThat(inForce.apply(pause("one-more"))).isEqualTo(InForce.Effect.TOO_MANY);
        assertThat(inForce.apply(pause("q0"))).isEqualTo(InForce.Effect.NONE);
        assertThat(inForce.apply(resume("q0"))).isEqualTo(InForce.Effect.CHANGED);
        assertThat(inForce.apply(pause("one-more"))).isEqualTo(InForce.Effect.CHANGED);
    }

    private static Order.Pause pause(String queue) {
        return new Order.Pause(queue, true);
    }

    private static Order.Pause resume(String queue) {
        return new Order.Pause(queue, false);
    }
}
