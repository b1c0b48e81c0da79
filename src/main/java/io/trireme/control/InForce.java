package io.trireme.control;

import java.util.HashSet;
import java.util.Set;

/** What is in force, folded from the records of {@code trireme.control} in their order. Not thread-safe. */
final class InForce {
    /** Queues paused at most: what a stranger writes must not fill the memory. */
    static final int MOST_QUEUES = 10_000;

    /** What an order did. */
    enum Effect {
        CHANGED,
        /** It was so already. */
        NONE,
        /** It is not followed: there is no room for more. */
        TOO_MANY
    }

    private final Set<String> paused = new HashSet<>();

    Effect apply(Order.Pause order) {
        if (!order.paused()) {
            return paused.remove(order.queue()) ? Effect.CHANGED : Effect.NONE;
        }
        if (paused.contains(order.queue())) {
            return Effect.NONE;
        }
        return paused.size() < MOST_QUEUES && paused.add(order.queue()) ? Effect.CHANGED : Effect.TOO_MANY;
    }
}
