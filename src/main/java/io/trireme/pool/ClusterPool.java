package io.trireme.pool;

import io.trireme.Publisher;
import io.trireme.Task;
import io.trireme.TaskHandle;
import io.trireme.control.Control;
import io.trireme.result.CallResults;
import io.trireme.wire.Headers;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * All workers of a queue as one pool: the verbs of {@link Pool} over Kafka. Each call is a task; the function is the queue's handler.
 *
 * <pre>{@code
 * @Inject ClusterPool.Queues queues;
 *
 * try (Pool<Image, Thumbnail> pool = queues.<Image, Thumbnail>calling("thumbnails", Thumbnail.class).open()) {
 *     List<Thumbnail> small = pool.map(images);
 * }
 * }</pre>
 *
 * <p>A call that throws is tried again as the queue's settings say; then it is a {@link CallFailed}, caused by
 * {@link io.trireme.TaskFailed}. The same may come of a call whose task was not published, caused by a
 * {@link io.trireme.TriremeException}. Handlers run at least once, results come once.
 *
 * <p>Calls of a map are tasks by themselves until results tell that they are short; from then on several share one, as many as are
 * expected to take 10 ms together, and no call waits in its task for longer than that and one other call.
 *
 * <p>Cancelling and terminating revoke the tasks, which takes effect when the workers hear of it: some milliseconds. Until a worker has
 * answered for each of them {@link #join()} waits, also for those that no worker has come to.
 */
public final class ClusterPool<A, R> extends Calls<A, R> {
    ClusterPool(ClusterCrew<A, R> crew, int window) {
        super(crew, window, "pool-" + UUID.randomUUID());
    }

    /** The queues of the cluster, to open pools over: a bean. */
    @Singleton
    public static final class Queues {
        private final Publisher publisher;
        private final Control control;

        /** For whoever is without CDI. */
        public Queues(Publisher publisher, Control control) {
            this.publisher = publisher;
            this.control = control;
        }

        /**
         * A pool, still to be opened, over this queue.
         *
         * @param returns what results are read as
         */
        public <A, R> Builder<A, R> calling(String queue, Class<R> returns) {
            return new Builder<>(publisher, control, queue, returns);
        }
    }

    /** A pool that is not open yet. Each method changes it and returns it. */
    public static final class Builder<A, R> {
        private final Publisher publisher;
        private final Control control;
        private final String queue;
        private final Class<R> returns;
        private Optional<String> type = Optional.empty();
        private Function<? super A, Optional<String>> key = argument -> Optional.empty();
        private boolean keyed;
        private ClusterCrew.Chunks chunks = ClusterCrew.Chunks.WHERE_SHORT;
        private int maxWaiting = 10_000;
        private int window = 1_000;

        private Builder(Publisher publisher, Control control, String queue, Class<R> returns) {
            this.publisher = publisher;
            this.control = control;
            this.queue = queue;
            this.returns = returns;
        }

        /** The task type, where it is not the queue's own name. */
        public Builder<A, R> type(String name) {
            type = Optional.of(name);
            return this;
        }

        /** The ordering key of a call: calls of one key are made one after another. Without it all may run beside each other. */
        public Builder<A, R> keyedBy(Function<? super A, String> keyOf) {
            key = argument -> Optional.of(keyOf.apply(argument));
            keyed = true;
            return this;
        }

        /**
         * Each call is a task, also where several are shorter than that is worth. Without this calls of a map that prove to be short share
         * tasks, and those of a chunk whose size was chosen do, whatever they take: see {@link #oneTaskPerChunk()}.
         */
        public Builder<A, R> oneTaskPerCall() {
            chunks = ClusterCrew.Chunks.APART;
            return this;
        }

        /**
         * A chunk of calls is one task from the first one on, without finding out how long they take: for many that take less than
         * a millisecond each. One worker makes them one after another, within the time that the queue gives a task. A call that
         * throws is tried again as a task by itself, when and as often as the queue says, by this process: so no longer than it
         * lives; one that is not worth it, or has failed its only attempt, is told here and is no dead letter. When such a task
         * fails as one, takes too long, say, or kills its worker again and again, each of its calls is made as a task by itself,
         * those that were made among them.
         *
         * <p>Not for calls with a key, which have an order. Arrays of bytes are tasks by themselves all the same.
         */
        public Builder<A, R> oneTaskPerChunk() {
            chunks = ClusterCrew.Chunks.TOGETHER;
            return this;
        }

        /**
         * Most calls of chunks that are published and not answered to the last: 10,000 unless this says otherwise; a larger chunk
         * is begun when nothing else is. Not more than {@code trireme.results.max-waiting}, which holds for the process.
         */
        public Builder<A, R> maxWaiting(int most) {
            maxWaiting = Bounds.positive("maxWaiting", most);
            return this;
        }

        /** Most items of one imap that are begun and not read: 1,000 unless this says otherwise. */
        public Builder<A, R> window(int items) {
            window = Bounds.positive("window", items);
            return this;
        }

        /** Opens the pool; nothing is published yet. */
        public ClusterPool<A, R> open() {
            if (keyed && chunks == ClusterCrew.Chunks.TOGETHER) {
                throw new IllegalArgumentException(
                        "Calls have keys, by which they are put in order, and chunks are tasks,"
                                + " which have one key. Leave out keyedBy or oneTaskPerChunk.");
            }
            ClusterCrew.Chunks used = keyed ? ClusterCrew.Chunks.APART : chunks;
            return new ClusterPool<>(new ClusterCrew<>(tasks(), used, maxWaiting), window);
        }

        private ClusterCrew.Tasks<A, R> tasks() {
            return new ClusterCrew.Tasks<>() {
                @Override
                public Sent<R> submit(A argument, String group, int attempt) {
                    Task task = task(argument, group);
                    TaskHandle<R> handle = publisher.submit(
                            attempt == 1 ? task : task.withHeader(Headers.ATTEMPT, Integer.toString(attempt)), returns);
                    return Sent.of(handle);
                }

                @Override
                public Sent<CallResults<R>> submitAll(List<A> arguments, String group, Optional<Duration> within) {
                    Task calls = Task.of(queue, arguments)
                            .withType(CallResults.type(type.orElse(queue)))
                            .withGroup(group);
                    Task task = within.map(
                                    time -> calls.withHeader(Headers.CALLS_WITHIN, Long.toString(time.toMillis())))
                            .orElse(calls);
                    TaskHandle<CallResults<R>> handle = publisher.submit(task, CallResultsType.of(returns));
                    return new Sent<>(handle.id(), handle.stage());
                }

                @Override
                public void revoke(String task) {
                    control.revoke(task);
                }

                @Override
                public void revokeGroup(String group) {
                    control.revokeGroup(group);
                }
            };
        }

        private Task task(A argument, String group) {
            Task task = Task.of(queue, argument).withGroup(group);
            task = type.isPresent() ? task.withType(type.get()) : task;
            Optional<String> ordered = key.apply(argument);
            return ordered.isPresent() ? task.withKey(ordered.get()) : task;
        }
    }
}
