package io.trireme.result;

import io.trireme.Fault;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.LogBudget;
import io.trireme.wire.OneByOne;
import io.trireme.wire.Topics;
import io.trireme.wire.Turns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Follows partitions of {@code trireme.results} from their ends, in no group, and hands what is waited for in this process to who
 * waits; all else, which is others', is dropped. One for a process, which as a rule follows one partition. On which thread is told
 * by {@link Turns}: one that waits for a result, or its own.
 *
 * <p>The race that must not be: a task is published, and its result written, before the reader knows where it began. So
 * {@link #follow} returns when the position is known, which is before anything is published whose result goes there.
 *
 * <p>While the brokers are away replies wait; when they come back reading goes on where it was.
 */
final class ReplyReader implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ReplyReader.class);

    /** How long what is followed already waits for the end of a partition that is to be followed too. */
    private static final Duration LOOK = Duration.ofMillis(100);

    /** While nothing is followed, should a wish come as another thread reads. */
    private static final Duration LOOK_FOR_WISHES = Duration.ofMillis(100);

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final Consumer<byte[], byte[]> consumer;
    private final int partitions;
    private final Waiting waiting;
    private final Duration awaitAtMost;
    private final LongSupplier nanoTime;
    private final LogBudget budget = new LogBudget(System::nanoTime);
    private final Map<Integer, CompletableFuture<Void>> followed = new ConcurrentHashMap<>(); // done: position is known
    private final Set<TopicPartition> assigned = new HashSet<>(); // of whoever's turn it is
    private final OneByOne<ConsumerRecord<byte[], byte[]>> taken = new OneByOne<>(this::take);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private final Turns turns;
    private volatile String trouble = "no answer yet"; // written by whoever's turn it is, read by who waits for it

    private ReplyReader(
            Consumer<byte[], byte[]> consumer,
            int partitions,
            Waiting waiting,
            Duration awaitAtMost,
            LongSupplier nanoTime) {
        this.consumer = consumer;
        this.partitions = partitions;
        this.waiting = waiting;
        this.awaitAtMost = awaitAtMost;
        this.nanoTime = nanoTime;
        this.thread = Thread.ofPlatform().daemon(true).name("trireme-replies").unstarted(this::run);
        this.turns = new Turns(this::read, nanoTime, thread);
    }

    /**
     * A reader that follows nothing yet.
     *
     * @param awaitAtMost how long replies wait, for what overdue ones are told
     * @param patience how long the brokers are waited for
     * @throws io.trireme.TriremeException {@link Fault#RESULTS_MISSING} or {@link Fault#BROKER_UNAVAILABLE}
     */
    static ReplyReader start(
            KafkaSettings kafka, Waiting waiting, Duration awaitAtMost, Duration patience, LongSupplier nanoTime) {
        var consumer = new KafkaConsumer<byte[], byte[]>(settings(kafka, "trireme-replies"));
        try {
            List<PartitionInfo> found = consumer.partitionsFor(Topics.results(), patience);
            if (found == null || found.isEmpty()) {
                throw Fault.RESULTS_MISSING.because();
            }
            return over(consumer, found.size(), waiting, awaitAtMost, nanoTime);
        } catch (KafkaException failure) {
            consumer.close();
            throw Fault.BROKER_UNAVAILABLE.causedBy(failure, kafka.bootstrapServers(), failure.getMessage());
        } catch (RuntimeException failure) {
            consumer.close();
            throw failure;
        }
    }

    /** The same over this consumer, which is the reader's from now on. */
    static ReplyReader over(
            Consumer<byte[], byte[]> consumer,
            int partitions,
            Waiting waiting,
            Duration awaitAtMost,
            LongSupplier nanoTime) {
        var reader = new ReplyReader(consumer, partitions, waiting, awaitAtMost, nanoTime);
        reader.thread.start();
        return reader;
    }

    /** For a consumer that reads results, in no group. */
    static Map<String, Object> settings(KafkaSettings kafka, String clientId) {
        Map<String, Object> settings = kafka.reader(clientId);
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1); // a result must not wait for others
        return settings;
    }

    /** Who reads. */
    Turns turns() {
        return turns;
    }

    /** How many partitions the topic had when this began. */
    int partitions() {
        return partitions;
    }

    /**
     * Sees to it that results which are written to this partition from now on are seen. Returns at once when it is followed
     * already.
     *
     * @throws io.trireme.TriremeException {@link Fault#BROKER_UNAVAILABLE} when the brokers do not say in time where it ends
     */
    void follow(int partition, Duration patience) {
        CompletableFuture<Void> known = followed.get(partition);
        if (known == null) {
            known = followed.computeIfAbsent(partition, this::wish);
            consumer.wakeup(); // else who reads would notice when its poll ends
            LockSupport.unpark(thread);
        }
        if (known.isDone()) {
            return;
        }
        try {
            known.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException late) {
            throw Fault.BROKER_UNAVAILABLE.causedBy(
                    late,
                    "kafka.bootstrap.servers",
                    "the end of " + Topics.results() + "-" + partition + ": " + trouble);
        } catch (InterruptedException stop) {
            throw new InterruptException(stop);
        }
    }

    private CompletableFuture<Void> wish(int partition) {
        var known = new CompletableFuture<Void>();
        turns.expect(known);
        return known;
    }

    private void run() {
        try {
            while (stopped.getCount() > 0) {
                turn();
            }
        } catch (InterruptedException ended) {
            LOG.debug("the reader of results was interrupted");
        } finally {
            turns.alone(consumer::close);
        }
    }

    private void turn() throws InterruptedException {
        try {
            turns.read();
        } catch (WakeupException stop) {
            LOG.debug("the reader of results was asked to stop");
        } catch (RuntimeException failure) { // brokers come back and rights are granted
            trouble = failure.toString();
            if (budget.allows()) {
                LOG.warnf(
                        failure,
                        "%s cannot be read; who waits for a result goes on waiting, it is tried again each second%s",
                        Topics.results(),
                        budget.suppressed());
            }
            stopped.await(PAUSE_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** In whoever's turn. A wish that wakes it is looked at the next time around; from the stop on nobody reads. */
    private void read(Duration atMost) {
        if (stopped.getCount() == 0) {
            throw new WakeupException();
        }
        try {
            adopt();
            if (assigned.isEmpty()) {
                LockSupport.parkNanos(LOOK_FOR_WISHES.toNanos());
                return;
            }
            taken.goOn(); // with what another thread did not come to
            taken.take(consumer.poll(atMost));
            for (Reply<?> reply : waiting.takeOverdue(nanoTime.getAsLong())) {
                reply.leftAlone(Fault.RESULT_OVERDUE.because(reply.id(), awaitAtMost));
            }
        } catch (WakeupException wish) {
            LOG.debug("who reads results was woken");
        }
    }

    /**
     * Takes on what is to be followed, from its end as it is now. A wake-up half-way leaves the rest to the next turn, and so
     * does a partition without a leader: its end is asked for again with each poll, while all others are read.
     */
    private void adopt() {
        if (assigned.size() == followed.size()) {
            return;
        }
        Duration patience = LOOK;
        for (var wish : followed.entrySet()) {
            var partition = new TopicPartition(Topics.results(), wish.getKey());
            if (assigned.contains(partition)) {
                continue;
            }
            if (!consumer.assignment().contains(partition)) {
                var all = new ArrayList<>(consumer.assignment());
                all.add(partition);
                consumer.assign(all); // those that were there keep their positions
                consumer.seekToEnd(List.of(partition));
            }
            if (isPositioned(partition, patience)) {
                assigned.add(partition);
                wish.getValue().complete(null);
            } else {
                patience = Duration.ZERO; // one wait a turn, however many have no leader
            }
        }
    }

    private boolean isPositioned(TopicPartition partition, Duration patience) {
        try {
            consumer.position(partition, patience);
            return true;
        } catch (org.apache.kafka.common.errors.TimeoutException unanswered) {
            trouble = unanswered.toString();
            return false;
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        String id = ResultRecords.id(record).orElse("");
        if (waiting.of(id).isEmpty()) {
            waiting.questions().answered(id, record); // else another process's, or of nobody who still waits
            return;
        }
        ResultRecords.read(record)
                .ifPresentOrElse(
                        result -> (result.state().isFinal() ? waiting.take(id) : waiting.of(id))
                                .forEach(reply -> reply.told(result)),
                        () -> skip(record));
    }

    private void skip(ConsumerRecord<byte[], byte[]> record) {
        if (budget.allows()) {
            LOG.warnf(
                    "Skipped offset %d of %s-%d, which is no result%s",
                    record.offset(), record.topic(), record.partition(), budget.suppressed());
        }
    }

    /** Stops following. Any thread. */
    @Override
    public void close() {
        stopped.countDown();
        consumer.wakeup();
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSING);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
