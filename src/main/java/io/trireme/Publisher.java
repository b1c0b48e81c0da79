package io.trireme;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Puts tasks into queues. A bean; safe for use by any number of threads.
 *
 * <p>Every task gets an answer of its own: one that cannot be published does not hold up the others. A failed future
 * carries a {@link TriremeException} whose message says what to do. {@code publish} may block the caller for at most
 * {@code trireme.publisher.block-at-most}: while the queue is looked up for the first time, and while the buffer is
 * full.
 */
public interface Publisher {
    /**
     * Publishes one task.
     *
     * @return completes with the receipt when the brokers have the task; fails with {@link Fault#QUEUE_UNKNOWN},
     *     {@link Fault#QUEUE_NAME_WRONG}, {@link Fault#PAYLOAD_TOO_LARGE}, {@link Fault#UNENCODABLE},
     *     {@link Fault#BUFFER_FULL}, {@link Fault#BROKER_UNAVAILABLE} or {@link Fault#NOT_PUBLISHED}
     */
    CompletableFuture<Receipt> publish(Task task);

    /** Publishes each of the tasks; the answers are in the order of the tasks. */
    default List<CompletableFuture<Receipt>> publishAll(Collection<Task> tasks) {
        return tasks.stream().map(this::publish).toList();
    }
}
