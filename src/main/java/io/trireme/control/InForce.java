package io.trireme.control;

import io.trireme.consume.Revocations;
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
    private final Revocations revocations;

    /** @param revocations kept up to date here */
    InForce(Revocations revocations) {
        this.revocations = revocations;
    }

    Effect apply(Order order) {
        return switch (order) {
            case Order.Pause pause -> apply(pause);
            case Order.Revoke revoke -> apply(revoke);
        };
    }

    private Effect apply(Order.Pause order) {
        if (!order.paused()) {
            return paused.remove(order.queue()) ? Effect.CHANGED : Effect.NONE;
        }
        if (paused.contains(order.queue())) {
            return Effect.NONE;
        }
        return paused.size() < MOST_QUEUES && paused.add(order.queue()) ? Effect.CHANGED : Effect.TOO_MANY;
    }

    private Effect apply(Order.Revoke order) {
        if (order.until().isEmpty()) {
            revocations.remove(order.kind(), order.name());
            return Effect.CHANGED;
        }
        return revocations.put(order.kind(), order.name(), order.until().get()) ? Effect.CHANGED : Effect.TOO_MANY;
    }
}
