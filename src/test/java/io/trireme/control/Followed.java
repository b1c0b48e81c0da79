package io.trireme.control;

import io.trireme.consume.QueueConsumer;
import io.trireme.consume.QueueOrders;
import io.trireme.consume.Revocations;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a process does with the orders that it reads, for tests that are several processes in one. */
final class Followed implements Following {
    private final Revocations revocations = new Revocations(InstantSource.system());
    private final Map<String, QueueOrders> orders = new HashMap<>(); // guarded by this, like what follows
    private @Nullable QueueConsumer consumer;

    /** Has this consumer do as is ordered; to be called before it has joined its group. */
    synchronized QueueConsumer by(QueueConsumer follower) {
        consumer = follower;
        follower.follow(of(follower.settings().queue()));
        follower.revoke(revocations);
        return follower;
    }

    /** What is ordered of a queue. */
    synchronized QueueOrders of(String queue) {
        return orders.getOrDefault(queue, QueueOrders.NONE);
    }

    @Override
    public synchronized void ordered(String queue, QueueOrders ordered) {
        orders.put(queue, ordered);
        if (consumer != null && queue.equals(consumer.settings().queue())) {
            consumer.follow(ordered);
        }
    }

    @Override
    public Revocations revocations() {
        return revocations;
    }

    @Override
    public synchronized void revoked() {
        if (consumer != null) {
            consumer.revoke(revocations);
        }
    }
}
