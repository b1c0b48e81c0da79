package io.trireme.pool;

import io.trireme.Publisher;
import io.trireme.Task;
import io.trireme.TaskHandle;
import io.trireme.TriremeException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The back end that is the workers of a queue, wherever they run: each call is a task, its result comes back to this process.
 *
 * <p>A task for each call, and not for each chunk: so a call is tried again, buried, revoked and put in order by itself, as any
 * task is, and a worker that dies costs the calls that it was making and no others. A chunk is what is published together.
 *
 * <p>Threading: any thread; what a result leads to runs on that result's own virtual thread and may block. On failure: what goes
 * wrong with a task is how its call ended. A run that cannot be revoked goes on, which is logged.
 */
final class ClusterCrew<A, R> implements Crew<A, R> {
    private static final Logger LOG = Logger.getLogger(ClusterCrew.class);

    /** Chunks of one job that are published and not answered. */
    private static final int WIDTH = 100;

    private static final int CHUNKS_PER_MAP = 4 * WIDTH;
    private static final int LARGEST_CHUNK = 100;

    private final Publisher publisher;
    private final Revoking revoking;
    private final BiFunction<A, String, Task> task;
    private final Class<R> returns;
    private final int maxWaiting;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<Job<A, R, ?>, TaskHandle<R>> single = new ConcurrentHashMap<>(); // bounded by maxWaiting
    private volatile boolean terminated; // written once, before jobs are cancelled; read by who cancels

    /** Takes tasks back. */
    interface Revoking {
        void revoke(String task);

        void revokeGroup(String group);
    }

    /**
     * @param task makes the task of a call from its argument and its run's group
     * @param maxWaiting calls that are published and not answered; above it no other chunk is begun
     */
    ClusterCrew(
            Publisher publisher,
            Revoking revoking,
            BiFunction<A, String, Task> task,
            Class<R> returns,
            int maxWaiting) {
        this.publisher = publisher;
        this.revoking = revoking;
        this.task = task;
        this.returns = returns;
        this.maxWaiting = maxWaiting;
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public int chunkSize(int calls) {
        return Math.min(LARGEST_CHUNK, Math.ceilDiv(calls, CHUNKS_PER_MAP));
    }

    /** A handler with several parameters takes an array as its payload, and so does a type that {@code A} is not. */
    @Override
    @SuppressWarnings("unchecked") // an argument is only ever written as JSON
    public A argument(List<?> arguments) {
        return (A) arguments;
    }

    @Override
    public boolean begin(Chunk<A, R> chunk) {
        if (waiting.get() >= maxWaiting) {
            return false;
        }
        publish(chunk);
        return true;
    }

    private void publish(Chunk<A, R> chunk) {
        waiting.addAndGet(chunk.size());
        var left = new AtomicInteger(chunk.size());
        for (int call = 0; call < chunk.size(); call++) {
            if (chunk.isWanted()) {
                publish(chunk, call, left);
            } else {
                answered(chunk, left);
            }
        }
    }

    private void publish(Chunk<A, R> chunk, int call, AtomicInteger left) {
        Job<A, R, ?> job = chunk.job();
        TaskHandle<R> handle =
                publisher.submit(task.apply(chunk.argument(call), job.run().group()), returns);
        boolean alone = job.run().isShared();
        if (alone) {
            single.put(job, handle);
        }
        handle.stage().whenComplete((value, thrown) -> {
            if (alone) {
                single.remove(job);
            }
            if (thrown == null) {
                chunk.returned(call, value);
            } else {
                chunk.threw(call, unwrapped(thrown));
            }
            answered(chunk, left);
        });
        if (alone && !chunk.isWanted()) {
            cancel(job); // who dropped it may have looked for its handle before it was there
        }
    }

    private void answered(Chunk<A, R> chunk, AtomicInteger left) {
        waiting.decrementAndGet();
        if (left.decrementAndGet() == 0) {
            Chunk<A, R> follower = chunk.ended();
            if (follower != null) {
                publish(follower); // it has the room of the one before
            }
        }
    }

    private static Throwable unwrapped(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    @Override
    public void terminate() {
        terminated = true;
    }

    @Override
    public void cancel(Job<A, R, ?> job) {
        Run run = job.run();
        if (!run.isShared() || terminated) {
            if (run.revoke()) {
                tell(run.group(), revoking::revokeGroup);
            }
            return;
        }
        TaskHandle<R> handle = single.get(job);
        if (handle != null) {
            tell(handle.id(), revoking::revoke);
        }
    }

    private static void tell(String name, Consumer<String> order) {
        try {
            order.accept(name);
        } catch (TriremeException refused) {
            LOG.warnf("Calls of a pool were cancelled, but their tasks (%s) go on: %s", name, refused.getMessage());
        }
    }

    /** The workers are not this pool's to end. */
    @Override
    public void close() {}
}
