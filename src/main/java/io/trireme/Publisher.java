package io.trireme;

import java.lang.reflect.Type;
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

    /**
     * Publishes one task and waits for its result, which comes back to this process. Needs a worker that has created
     * {@code trireme.results}. Blocks like {@code publish}, and the first time until it is known where results will come.
     *
     * @param as what the result is read as
     * @return the handle, which also tells what goes wrong: what {@code publish} fails with, or
     *     {@link Fault#RESULTS_MISSING}, {@link Fault#TOO_MANY_WAITING} or {@link Fault#CALLER_CLOSED}
     */
    <R> TaskHandle<R> submit(Task task, Class<R> as);

    /** The same for results of a generic type, like {@code List<Image>}; its values are {@code R}. */
    <R> TaskHandle<R> submit(Task task, Type as);

    /** The same for results that are read as whatever JSON they are: maps, lists, texts, numbers, truths, null. */
    default TaskHandle<Object> submit(Task task) {
        return submit(task, Object.class);
    }
}
