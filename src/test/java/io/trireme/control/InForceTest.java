package io.trireme.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.consume.Purge;
import io.trireme.consume.QueueOrders;
import io.trireme.consume.Revocations;
import io.trireme.consume.Revocations.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class InForceTest {
    private static final Instant LATER = Instant.parse("2030-01-01T00:00:00Z");

    private final Revocations revocations = new Revocations(InstantSource.system());
    private final InForce inForce = new InForce(revocations);

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

    @Test
    void what_is_revoked_is_kept_until_it_is_taken_out() {
        assertThat(inForce.apply(new Order.Revoke(Kind.TASK, "t", Optional.of(LATER))))
                .isEqualTo(InForce.Effect.CHANGED);
        assertThat(inForce.apply(new Order.Revoke(Kind.GROUP, "g", Optional.of(LATER))))
                .isEqualTo(InForce.Effect.CHANGED);
        assertThat(revocations.size()).isEqualTo(2);

        inForce.apply(new Order.Revoke(Kind.TASK, "t", Optional.empty()));
        inForce.apply(new Order.Revoke(Kind.GROUP, "another", Optional.empty()));
        assertThat(revocations.size()).isEqualTo(1);
    }

    @Test
    void what_is_ordered_of_one_queue_adds_up_and_is_taken_back_one_by_one() {
        var purge = new Purge(Uuid.randomUuid(), List.of(3L));

        inForce.apply(pause("a"));
        inForce.apply(new Order.Concurrency("a", OptionalInt.of(4)));
        inForce.apply(new Order.Drop("a", Optional.of(purge)));
        assertThat(inForce.of("a")).isEqualTo(new QueueOrders(true, OptionalInt.of(4), Optional.of(purge)));

        inForce.apply(resume("a"));
        inForce.apply(new Order.Concurrency("a", OptionalInt.empty()));
        assertThat(inForce.of("a")).isEqualTo(new QueueOrders(false, OptionalInt.empty(), Optional.of(purge)));
        assertThat(inForce.of("b")).isEqualTo(QueueOrders.NONE);
    }

    private static Order.Pause pause(String queue) {
        return new Order.Pause(queue, true);
    }

    private static Order.Pause resume(String queue) {
        return new Order.Pause(queue, false);
    }
}
