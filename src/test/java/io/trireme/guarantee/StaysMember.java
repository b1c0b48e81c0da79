package io.trireme.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No worker loses its partitions but one that was frozen or cut off from its broker. Judged first, since repeats and
 * overlaps follow from such a loss. A machine so busy that a worker does not get the processor for a session breaks it too.
 */
final class StaysMember implements Guarantee {
    @Override
    public String verify(History history) {
        assertThat(history.losses())
                .as("losses of partitions by workers that nothing had befallen")
                .isEmpty();
        return "0 unprovoked losses of partitions";
    }
}
