package io.trireme.control;

import io.trireme.consume.QueueOrders;
import io.trireme.consume.Revocations;
import java.util.HashMap;
import java.util.Map;

/** What is in force, folded from the records of {@code trireme.control} in their order. Not thread-safe. */
final class InForce {
    /** Queues of which something is ordered at most: what a stranger writes must not fill the memory. */
    static final int MOST_QUEUES = 10_000;

    /** What an order did. */
    enum Effect {
        CHANGED,
        /** It was so already. */
        NONE,
        /** It is not followed: there is no room for more. */
        TOO_MANY
    }

    private final Map<String, QueueOrders> queues = new HashMap<>();
    private final Revocations revocations;

    /** @param revocations kept up to date here */
    InForce(Revocations revocations) {
        this.revocations = revocations;
    }

    /** What is ordered of a queue. */
    QueueOrders of(String queue) {
        return queues.getOrDefault(queue, QueueOrders.NONE);
    }

    Effect apply(Order.OfQueue order) {
        QueueOrders before = of(order.queue());
        QueueOrders now = order.on(before);
        if (now.equals(before)) {
            return Effect.NONE;
        }
        if (now.equals(QueueOrders.NONE)) {
            queues.remove(order.queue());
            return Effect.CHANGED;
        }
        if (queues.size() >= MOST_QUEUES && !queues.containsKey(order.queue())) {
            return Effect.TOO_MANY;
        }
        queues.put(order.queue(), now);
        return Effect.CHANGED;
    }

    Effect apply(Order.Revoke order) {
        if (order.until().isEmpty()) {
            revocations.remove(order.kind(), order.name());
            return Effect.CHANGED;
        }
        return revocations.put(order.kind(), order.name(), order.until().get()) ? Effect.CHANGED : Effect.TOO_MANY;
    }
}
