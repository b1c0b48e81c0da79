package io.trireme.result;

import io.trireme.Fault;
import io.trireme.Receipt;
import io.trireme.ResultSettings;
import io.trireme.Task;
import io.trireme.TaskHandle;
import io.trireme.TriremeException;
import io.trireme.wire.Headers;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.TaskIds;
import io.trireme.wire.Turns;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * What comes back to this process: submits tasks, and gives each result to who waits for it.
 *
 * <p>All tasks of a process reply to one partition of {@code trireme.results}, chosen by chance, so that callers may come and
 * go and be more than there are partitions. Its reader begins with the first task that is submitted. A task that brings its
 * own id replies where that id says, so that it is found by it as well.
 *
 * <p>Any thread. Until the reader has begun a call blocks for the brokers at most three times the patience given: for who
 * begins it, to begin it, and for where its partition ends. Calls that wait do so side by side.
 */
public final class Replies implements AutoCloseable {
    private final Function<Waiting, ReplyReader> start;
    private final ResultSettings settings;
    private final PayloadCodec codec;
    private final Duration patience;
    private final Revoker revoker;
    private final RandomGenerator random;
    private final Waiting waiting;
    private final Executor callbacks;
    private final ReentrantLock starting = new ReentrantLock();
    private volatile @Nullable ReplyReader reader; // written by who holds the lock, read by callers
    private volatile int ours; // the partition; written before the reader, by the same
    private volatile boolean closed; // written once, before the lock is taken for the last time

    /**
     * @param patience how long a call may wait for the brokers
     * @param revoker what a handle's {@code cancel} asks
     * @param random safe for use by any number of threads
     */
    public Replies(
            KafkaSettings kafka,
            ResultSettings settings,
            PayloadCodec codec,
            Duration patience,
            Revoker revoker,
            RandomGenerator random) {
        this(
                waiting -> ReplyReader.start(kafka, waiting, settings.awaitAtMost(), patience, System::nanoTime),
                settings,
                codec,
                patience,
                revoker,
                random);
    }

    /** @param start starts the reader, for at most the patience */
    Replies(
            Function<Waiting, ReplyReader> start,
            ResultSettings settings,
            PayloadCodec codec,
            Duration patience,
            Revoker revoker,
            RandomGenerator random) {
        ThreadFactory threads = Thread.ofVirtual().name("trireme-callback-", 0).factory();
        this.callbacks = callback -> threads.newThread(callback).start(); // also after the close, for who asks then
        this.start = start;
        this.settings = settings;
        this.codec = codec;
        this.patience = patience;
        this.revoker = revoker;
        this.random = random;
        this.waiting = new Waiting(settings.maxWaiting());
    }

    /**
     * Publishes the task and gives a handle on its result. What goes wrong is the handle's to tell.
     *
     * @param as what the result is read as; its values are {@code R}
     * @param ids makes the task's id, if it has none
     * @param publish publishes a task
     */
    public <R> TaskHandle<R> submit(
            Task task, Type as, TaskIds ids, Function<Task, CompletableFuture<Receipt>> publish) {
        try {
            ReplyReader open = reader();
            String id = task.id().orElseGet(() -> ids.next(ours));
            int partition = task.id().isEmpty() ? ours : TaskIds.partition(id, open.partitions());
            open.follow(partition, patience);
            Reply<R> reply = reply(id, as, told -> {}, open.turns());
            waiting.add(reply);
            Task asking = task.withId(id).withHeader(Headers.REPLY_TO, Integer.toString(partition));
            published(asking, publish).whenComplete((receipt, failure) -> {
                if (failure == null) {
                    reply.published(receipt);
                } else {
                    waiting.remove(reply);
                    reply.failed(fault(task, id, failure));
                }
            });
            return reply;
        } catch (TriremeException | KafkaException failure) { // the latter: an interrupt, which the thread still knows
            String id = task.id().orElseGet(ids::next);
            Reply<R> reply = reply(id, as, told -> {}, Turns.ofNothing());
            reply.failed(fault(task, id, failure));
            return reply;
        }
    }

    /** What is thrown on the way is told like what goes wrong later, so that nobody goes on waiting. */
    private static CompletableFuture<Receipt> published(Task task, Function<Task, CompletableFuture<Receipt>> publish) {
        try {
            return publish.apply(task);
        } catch (RuntimeException refused) { // ours, the client's, or of what an application wraps around publishing
            return CompletableFuture.failedFuture(refused);
        }
    }

    /**
     * Waits for what is told of a task from now on. Give it back with {@link #leave}.
     *
     * @param each is told of it, by a thread that must not block
     * @throws TriremeException {@link Fault#RESULTS_MISSING}, {@link Fault#BROKER_UNAVAILABLE},
     *     {@link Fault#TOO_MANY_WAITING} or {@link Fault#CALLER_CLOSED}
     * @throws InterruptException when the thread was interrupted, which it still knows
     */
    Reply<Object> expect(String id, Consumer<TaskResult> each) {
        ReplyReader open = reader();
        open.follow(partition(id), patience);
        Reply<Object> reply = reply(id, Object.class, each, open.turns());
        waiting.add(reply);
        reply.expect();
        open.turns().follow(); // who only looks on does not read
        return reply;
    }

    /** The partition that holds the result of this task. */
    int partition(String id) {
        return TaskIds.partition(id, partitions());
    }

    /** How many partitions there are. */
    int partitions() {
        return reader().partitions();
    }

    /** The partition of this process, whose records from now on are seen. */
    int heard() {
        reader().follow(ours, patience);
        return ours;
    }

    /** What is read completes that, which somebody waits for without reading. It has to be completed in the end. */
    void expect(CompletableFuture<?> answer) {
        Turns turns = reader().turns();
        turns.expect(answer);
        turns.follow();
    }

    /** What this process has asked and has no answer to. */
    Questions questions() {
        return waiting.questions();
    }

    /** It is not waited for any more. */
    void leave(Reply<?> reply) {
        waiting.remove(reply);
        reply.leave();
    }

    private <R> Reply<R> reply(String id, Type as, Consumer<TaskResult> watcher, Turns turns) {
        return new Reply<>(
                id,
                new ValueReader<>(codec, as),
                callbacks,
                revoker,
                System.nanoTime() + settings.awaitAtMost().toNanos(),
                watcher,
                turns);
    }

    private static TriremeException fault(Task task, String id, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof TriremeException fault
                ? fault
                : Fault.NOT_PUBLISHED.causedBy(cause, id, task.queue(), cause.getMessage());
    }

    /** How many results are waited for. */
    public int size() {
        return waiting.size();
    }

    private ReplyReader reader() {
        ReplyReader open = reader;
        return open == null ? open() : open;
    }

    /** One begins it; the others wait side by side, since a line of them would wait for the brokers once for each. */
    private ReplyReader open() {
        try {
            if (!starting.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw Fault.BROKER_UNAVAILABLE.because("kafka.bootstrap.servers", "another call still waits for them");
            }
        } catch (InterruptedException stop) {
            throw new InterruptException(stop);
        }
        try {
            if (closed) {
                throw Fault.CALLER_CLOSED.because("yet to be published");
            }
            ReplyReader open = reader;
            if (open == null) {
                open = start.apply(waiting);
                ours = random.nextInt(Math.min(open.partitions(), TaskIds.MOST_PARTITIONS));
                reader = open;
            }
            return open;
        } finally {
            starting.unlock();
        }
    }

    /** Whoever still waits is told that this process closes. */
    @Override
    public void close() {
        closed = true;
        starting.lock(); // whoever begins it now has done so by then, and nobody else will
        ReplyReader open = reader;
        starting.unlock();
        if (open != null) {
            open.close();
        }
        for (Reply<?> reply : waiting.close()) {
            reply.leftAlone(Fault.CALLER_CLOSED.because(reply.id()));
        }
    }
}
