package io.trireme.pool;

import io.trireme.result.CallResults;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The back end that is the workers of a queue, wherever they run: each call is a task, its result comes back to this process.
 *
 * <p>A task for each call, as far as it is worth one: so a call is tried again, buried, revoked and put in order by itself, as any
 * task is, and a worker that dies costs the calls that it was making and no others. Calls that turn out to be short share one
 * ({@link SlowStart}), and so do those of a chunk whose size somebody chose. Where a chunk is one task ({@link ChunkTask}) its calls
 * become tasks of their own when something goes wrong. Where calls have an order, or the pool says so, each stays a task.
 *
 * <p>Threading: any thread; what a result leads to runs on that result's own virtual thread and may block. A single call that its caller
 * waits for ends on the caller's thread, which spares the wakes of two. On failure: what goes wrong with a task, or before there is one, is how its call ended. A run that cannot be revoked goes on, which is logged.
 */
final class ClusterCrew<A, R> implements Crew<A, R> {
    private static final Logger LOG = Logger.getLogger(ClusterCrew.class);

    /** Chunks of one job that are published and not answered, where their size does not come by itself. */
    private static final int WIDTH = 100;

    private static final int CHUNKS_PER_MAP = 4 * WIDTH;

    /** Who waits for a call learns so much later at most, while it is so young, that the call was cancelled elsewhere. */
    private static final Duration HELP = Duration.ofMillis(250);

    /** What part of the room is left to jobs that begin while others could use all of it. */
    private static final int RESERVE = 10;

    private final Tasks<A, R> tasks;
    private final Chunks chunks;
    private final int maxWaiting;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<Job<A, R, ?>, SubmittedCall<A, R>> single = new ConcurrentHashMap<>(); // bounded by maxWaiting
    private volatile boolean terminated; // written once, before jobs are cancelled; read by who cancels

    /** When calls of a chunk are one task. */
    enum Chunks {
        /** Never: each call is a task. */
        APART,
        /** In a map that says of what size its chunks are; and in one that does not as far as calls turn out to be short. */
        WHERE_SHORT,
        /** Always. */
        TOGETHER
    }

    /** The tasks of the calls, as the cluster has them. Each of these may throw anything. */
    interface Tasks<A, R> {
        /**
         * Publishes the task of a call of this run.
         *
         * @param attempt which one is to be made next, from 1
         */
        Sent<R> submit(A argument, String group, int attempt);

        /**
         * Publishes several calls of this run as one task.
         *
         * @param within for how long the worker is to go on beginning calls, if not until all are made
         */
        Sent<CallResults<R>> submitAll(List<A> arguments, String group, Optional<Duration> within);

        void revoke(String task);

        void revokeGroup(String group);
    }

    /**
     * @param chunks when they are tasks
     * @param maxWaiting most calls of chunks that are published and not answered to the last, unless one chunk alone is larger
     */
    ClusterCrew(Tasks<A, R> tasks, Chunks chunks, int maxWaiting) {
        this.tasks = tasks;
        this.chunks = chunks;
        this.maxWaiting = maxWaiting;
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public int chunkSize(int calls) {
        return Math.min(SlowStart.LARGEST, Math.ceilDiv(calls, CHUNKS_PER_MAP));
    }

    @Override
    public Pace pace(int calls) {
        return switch (chunks) {
            case APART -> new Pace.Even(1, Integer.MAX_VALUE);
            case WHERE_SHORT -> new SlowStart();
            case TOGETHER -> new Pace.Even(Math.max(1, chunkSize(calls)), WIDTH);
        };
    }

    /** A handler with several parameters takes an array as its payload, and so does a type that {@code A} is not. */
    @Override
    @SuppressWarnings("unchecked") // an argument is only ever written as JSON
    public A argument(List<?> arguments) {
        return (A) arguments;
    }

    @Override
    public boolean admit(Chunk<A, R> chunk) {
        int room = chunk.isFirst() ? maxWaiting : maxWaiting - maxWaiting / RESERVE;
        for (int now = waiting.get(); ; now = waiting.get()) {
            if (now > 0 && now + chunk.size() > room) {
                return false;
            }
            if (waiting.compareAndSet(now, now + chunk.size())) {
                return true;
            }
        }
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
        var left = new Left<>(chunk); // its calls, and this: no answer ends it while it is being published
        if (isOneTask(chunk) && chunk.isWanted()) {
            new ChunkTask<>(chunk, tasks, new ChunkTask.Calls() {
                        @Override
                        public void ended() {
                            answered(left);
                        }

                        @Override
                        public void byItself(int call, int attempt) {
                            make(call, attempt, left);
                        }
                    })
                    .publish();
        } else {
            for (int call = 0; call < chunk.size(); call++) {
                make(call, 1, left);
            }
        }
        return endedBy(left);
    }

    private boolean isOneTask(Chunk<A, R> chunk) {
        return chunks != Chunks.APART && chunk.size() > 1;
    }

    /** A chunk, and how many of its calls have not ended. */
    private static final class Left<A, R> {
        private final Chunk<A, R> chunk;
        private final AtomicInteger calls;

        private Left(Chunk<A, R> chunk) {
            this.chunk = chunk;
            this.calls = new AtomicInteger(chunk.size() + 1);
        }
    }

    /** Has the call made, as a task of its own, unless nobody wants it any more. */
    private void make(int call, int attempt, Left<A, R> left) {
        if (left.chunk.isWanted()) {
            publish(call, attempt, left);
        } else {
            answered(left);
        }
    }

    private void publish(int call, int attempt, Left<A, R> left) {
        Chunk<A, R> chunk = left.chunk;
        Job<A, R, ?> job = chunk.job();
        Sent<R> sent;
        try {
            sent = tasks.submit(chunk.argument(call), job.run().group(), attempt);
        } catch (RuntimeException | Error unsent) { // what makes the task is the user's and may throw anything
            chunk.threw(call, unsent);
            answered(left);
            return;
        }
        var made = new SubmittedCall<>(chunk, call, sent, () -> {
            single.remove(job);
            answered(left);
        });
        if (!job.run().isShared()) {
            made.endByItself();
            return;
        }
        single.put(job, made);
        if (!chunk.isWanted()) {
            cancel(job); // who dropped it may have looked for its task before it was there
        }
    }

    @Override
    public void leave(Job<A, R, ?> job) {
        SubmittedCall<A, R> call = single.get(job);
        if (call != null) { // else there is no task, and it has ended
            call.endByItself();
        }
    }

    @Override
    public void help(Job<A, R, ?> job) throws InterruptedException {
        SubmittedCall<A, R> call = single.get(job);
        if (call != null) {
            call.endHere(HELP);
        }
    }

    private void answered(Left<A, R> left) {
        Chunk<A, R> follower = endedBy(left);
        if (follower != null) {
            begin(follower);
        }
    }

    /** One less to wait for. Returns what takes the chunk's place, when that was the last and there is such a one. */
    private @Nullable Chunk<A, R> endedBy(Left<A, R> left) {
        if (left.calls.decrementAndGet() > 0) {
            return null;
        }
        // The room of the chunk is given back as a whole, and first to its follower, which is no larger: so nobody who
        // takes some of it in between makes the two of them more than there is room for.
        Chunk<A, R> follower = left.chunk.ended();
        waiting.addAndGet((follower == null ? 0 : follower.size()) - left.chunk.size());
        return follower;
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
        SubmittedCall<A, R> call = single.get(job);
        if (call != null) {
            tell(call.task(), tasks::revoke);
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
