package io.trireme.pool;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The back end that is the workers of a queue, wherever they run: each call is a task, its result comes back to this process.
 *
 * <p>A task for each call, and not for each chunk: so a call is tried again, buried, revoked and put in order by itself, as any
 * task is, and a worker that dies costs the calls that it was making and no others. A chunk is what is published together.
 *
 * <p>Threading: any thread; what a result leads to runs on that result's own virtual thread and may block. On failure: what goes
 * wrong with a task, or before there is one, is how its call ended. A run that cannot be revoked goes on, which is logged.
 */
final class ClusterCrew<A, R> implements Crew<A, R> {
    private static final Logger LOG = Logger.getLogger(ClusterCrew.class);

    /** Chunks of one job that are published and not answered. */
    private static final int WIDTH = 100;

    private static final int CHUNKS_PER_MAP = 4 * WIDTH;
    private static final int LARGEST_CHUNK = 100;

    private final Tasks<A, R> tasks;
    private final int maxWaiting;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<Job<A, R, ?>, Sent<R>> single = new ConcurrentHashMap<>(); // bounded by maxWaiting
    private volatile boolean terminated; // written once, before jobs are cancelled; read by who cancels

    /** The tasks of the calls, as the cluster has them. Each of these may throw anything. */
    interface Tasks<A, R> {
        /** Publishes the task of a call of this run. */
        Sent<R> submit(A argument, String group);

        void revoke(String task);

        void revokeGroup(String group);
    }

    /**
     * A task that was submitted.
     *
     * @param task its id
     * @param result what its handler returns
     */
    record Sent<R>(String task, CompletionStage<R> result) {}

    /** @param maxWaiting calls that are published and not answered; above it no other chunk is begun */
    ClusterCrew(Tasks<A, R> tasks, int maxWaiting) {
        this.tasks = tasks;
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
    public boolean admit(Chunk<A, R> chunk) {
        if (waiting.get() >= maxWaiting) {
            return false;
        }
        waiting.addAndGet(chunk.size());
        return true;
    }

    /** In a loop: of a chunk whose calls fail at once the next one's turn comes before this returns, of any number of them. */
    @Override
    public void begin(Chunk<A, R> first) {
        Chunk<A, R> chunk = first;
        while (chunk != null) {
            chunk = published(chunk);
        }
    }

    /** Publishes its calls. Returns the chunk that takes its place, if it has ended by that already and there is one. */
    private @Nullable Chunk<A, R> published(Chunk<A, R> chunk) {
        var left = new AtomicInteger(
                chunk.size() + 1); // its calls, and this: no answer ends it while it is being published
        for (int call = 0; call < chunk.size(); call++) {
            if (chunk.isWanted()) {
                publish(chunk, call, left);
            } else {
                answered(chunk, left);
            }
        }
        return endedBy(chunk, left);
    }

    private void publish(Chunk<A, R> chunk, int call, AtomicInteger left) {
        Job<A, R, ?> job = chunk.job();
        Sent<R> sent;
        try {
            sent = tasks.submit(chunk.argument(call), job.run().group());
        } catch (RuntimeException | Error unsent) { // what makes the task is the user's and may throw anything
            chunk.threw(call, unsent);
            answered(chunk, left);
            return;
        }
        boolean alone = job.run().isShared();
        if (alone) {
            single.put(job, sent);
        }
        sent.result().whenComplete((value, thrown) -> {
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
            cancel(job); // who dropped it may have looked for its task before it was there
        }
    }

    private void answered(Chunk<A, R> chunk, AtomicInteger left) {
        waiting.decrementAndGet();
        Chunk<A, R> follower = endedBy(chunk, left);
        if (follower != null) {
            begin(follower);
        }
    }

    /** One less to wait for. Returns what takes the chunk's place, when that was the last and there is such a one. */
    private @Nullable Chunk<A, R> endedBy(Chunk<A, R> chunk, AtomicInteger left) {
        Chunk<A, R> follower = left.decrementAndGet() == 0 ? chunk.ended() : null;
        if (follower != null) {
            waiting.addAndGet(follower.size()); // it has the room of the one before
        }
        return follower;
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
                tell(run.group(), tasks::revokeGroup);
            }
            return;
        }
        Sent<R> sent = single.get(job);
        if (sent != null) {
            tell(sent.task(), tasks::revoke);
        }
    }

    private static void tell(String name, Consumer<String> order) {
        try {
            order.accept(name);
        } catch (
                RuntimeException
                        refused) { // also an interrupt of this thread, whose flag stays: others are still to be told
            LOG.warnf("Calls of a pool were cancelled, but their tasks (%s) go on: %s", name, refused.getMessage());
        }
    }

    /** The workers are not this pool's to end. */
    @Override
    public void close() {}
}
