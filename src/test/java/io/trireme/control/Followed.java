package io.trireme.control;

import io.trireme.consume.QueueConsumer;
import io.trireme.consume.QueueOrders;
import io.trireme.consume.Revocations;
import io.trireme.wire.RecordWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** What a process does with the orders that it reads, for tests that are several processes in one. */
final class Followed implements Following {
    private final Revocations revocations = new Revocations(InstantSource.system());
    private final Map<String, QueueOrders> orders = new HashMap<>(); // guarded by this, like what follows
    private @Nullable QueueConsumer consumer;
    private @Nullable Answering answering; // set before the reader starts
    private List<Revocations.Over> applied = List.of();

    /** Has this consumer do as is ordered; to be called before it has joined its group. */
    synchronized QueueConsumer by(QueueConsumer follower) {
        consumer = follower;
        follower.follow(of(follower.settings().queue()));
        revoked();
        return follower;
    }

    /** Whether the consumer does as this is revoked. */
    synchronized boolean hasApplied(Revocations.Over revoked) {
        return applied.contains(revoked);
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

    /** Answers for this process when it is asked. */
    Followed answeringAs(String process, RecordWriter writer, ScheduledThreadPoolExecutor timer) {
        answering = new Answering(queue -> report(process, queue), writer::write, timer);
        return this;
    }

    private synchronized Optional<ProcessReport> report(String process, String queue) {
        return Optional.ofNullable(consumer)
                .filter(follower -> queue.equals(follower.settings().queue()))
                .map(follower -> ProcessReport.of(
                        process,
                        of(queue),
                        follower.workers(0),
                        revocations,
                        follower.running(ProcessReport.MOST_LISTED)));
    }

    @Override
    public void asked(Order.Question question) {
        if (answering != null) {
            answering.asked(question);
        }
    }

    @Override
    public synchronized void revoked() {
        if (consumer != null) {
            consumer.revoke(revocations);
            applied = revocations.over(Instant.MAX, Revocations.MOST);
        }
    }
}
