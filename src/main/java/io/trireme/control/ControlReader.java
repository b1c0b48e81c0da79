package io.trireme.control;

import io.trireme.consume.Revocations;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.LogBudget;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Follows {@code trireme.control} on a thread of its own, from its beginning and in no group, so that every process sees all
 * of it. What is in force changes nowhere else.
 *
 * <p>While the brokers are away what was in force stays; when they come back reading goes on where it was. A reader that is
 * kept away for longer than {@link ControlSetup#TOMBSTONES} may miss that a queue was resumed: start the process again.
 *
 * <p>Races: an order written while a process starts lies either before the end that the reader saw, and is applied before
 * {@link #awaitStart} returns, or behind it, and is followed like any later one.
 */
final class ControlReader implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ControlReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration CLOSING = Duration.ofSeconds(10);

    /** The one partition that is followed, should somebody have made the topic with more. */
    static final int PARTITION = 0;

    private final TopicPartition partition = new TopicPartition(Topics.control(), PARTITION);
    private final Consumer<byte[], byte[]> consumer;
    private final Following following;
    private final InForce inForce; // the thread's
    private final LogBudget budget = new LogBudget(System::nanoTime);
    private final LongAdder skipped = new LongAdder();
    private final CountDownLatch read = new CountDownLatch(1); // up to the end seen at start
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable String trouble; // written by the thread as it ends, read by probes
    private @Nullable Long end; // as seen at start; the thread's, like what follows
    private boolean revoked;

    /** @param following told of each change, on the reader's thread */
    ControlReader(KafkaSettings kafka, Following following) {
        this(new KafkaConsumer<>(client(kafka)), following);
    }

    /** @param consumer is closed by the reader's thread */
    ControlReader(Consumer<byte[], byte[]> consumer, Following following) {
        this.consumer = consumer;
        this.following = following;
        this.inForce = new InForce(following.revocations());
        this.thread = Thread.ofPlatform().daemon(true).name("trireme-control").unstarted(this::run);
    }

    private static Map<String, Object> client(KafkaSettings kafka) {
        Map<String, Object> settings = kafka.reader("trireme-control");
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1); // an order is small and must not wait for others
        return settings;
    }

    void start() {
        thread.start();
    }

    /** Waits until everything is applied that lay in the topic at the start; false: not within this time. */
    boolean awaitStart(Duration atMost) throws InterruptedException {
        return read.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Why no order is followed any more; empty while they are, or will be when the brokers are back. Any thread. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Records that could not be followed. Any thread. */
    long skipped() {
        return skipped.sum();
    }

    private void run() {
        try (consumer) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (stopped.getCount() > 0) {
                turn();
            }
        } catch (InterruptedException ended) {
            LOG.debug("the reader of " + partition.topic() + " was interrupted");
        } catch (Throwable broken) { // the thread ends here: without this word nobody would learn why
            LOG.errorf(broken, "%s is followed no longer: restart the process", partition.topic());
            trouble = "the thread that follows trireme.control ended by " + broken;
        }
    }

    private void turn() throws InterruptedException {
        try {
            if (end == null) {
                end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
                tellWhenRead(end); // a poll of a topic without orders would last its time, and the start wait for it
            }
            revoked = false;
            consumer.poll(POLL).forEach(this::take);
            if (revoked) { // once for a poll's records: whoever revokes a hundred thousand does so one by one
                following.revoked();
            }
            tellWhenRead(end);
        } catch (WakeupException stop) {
            LOG.debugf("the reader of %s was asked to stop", partition.topic());
        } catch (RuntimeException failure) { // brokers come back and rights are granted
            if (budget.allows()) {
                LOG.warnf(
                        failure,
                        "%s cannot be read; what was ordered before stays in force, it is tried again each second%s",
                        partition.topic(),
                        budget.suppressed());
            }
            stopped.await(PAUSE_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void tellWhenRead(long upTo) {
        if (read.getCount() > 0 && consumer.position(partition) >= upTo) {
            read.countDown();
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            Order order = OrderReader.read(record.key(), record.value());
            boolean followed =
                    switch (order) {
                        case Order.OfQueue ofQueue -> follow(ofQueue);
                        case Order.Revoke revoke -> follow(revoke);
                        case Order.Question question -> take(question, record.offset());
                    };
            if (!followed) {
                skip(
                        record.offset(),
                        "more than " + InForce.MOST_QUEUES + " queues have orders, or " + Revocations.MOST
                                + " revocations are in force");
            }
        } catch (OrderReader.Unusable unusable) {
            skip(record.offset(), unusable.why());
        }
    }

    private boolean follow(Order.OfQueue order) {
        InForce.Effect effect = inForce.apply(order);
        if (effect == InForce.Effect.CHANGED) {
            following.ordered(order.queue(), inForce.of(order.queue()));
            LOG.infof("Ordered: %s %s", order.subject(), order.content().orElse("no longer"));
        }
        return effect != InForce.Effect.TOO_MANY;
    }

    private boolean follow(Order.Revoke order) {
        revoked = true;
        LOG.debugf("Ordered: %s %s", order.subject(), order.content().orElse("no longer"));
        return inForce.apply(order) != InForce.Effect.TOO_MANY;
    }

    /** One that was asked before this process began has got its answers, or none. */
    private boolean take(Order.Question question, long offset) {
        if (end != null && offset >= end) {
            following.asked(question);
        }
        return true;
    }

    private void skip(long offset, String why) {
        skipped.increment();
        if (budget.allows()) {
            LOG.warnf("Skipped offset %d of %s: %s%s", offset, partition.topic(), why, budget.suppressed());
        }
    }

    /** Stops following; what is in force stays. Any thread. */
    @Override
    public void close() {
        stopped.countDown();
        consumer.wakeup();
        try {
            thread.join(CLOSING);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
