package io.trireme.consume;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Tells the brokers how far the partitions are settled: once a second what moved, and at once when a partition is given
 * up.
 *
 * <p>Not thread-safe: owned by the poll thread. A commit that fails is logged with its offsets and made again with the
 * next; what a lost commit leaves uncommitted is run once more after a crash.
 */
final class Commits {
    private static final Logger LOG = Logger.getLogger(Commits.class);
    private static final long INTERVAL = Duration.ofSeconds(1).toNanos();
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Consumer<byte[], byte[]> consumer;
    private final Assignment assignment;
    private long last = System.nanoTime();

    Commits(Consumer<byte[], byte[]> consumer, Assignment assignment) {
        this.consumer = consumer;
        this.assignment = assignment;
    }

    /** Whether a second has passed since the last commit. */
    boolean areDue(long nanoTime) {
        return nanoTime - last >= INTERVAL;
    }

    /** Commits what moved, without waiting for the answer. The settled have to be counted before. */
    void send(long nanoTime) {
        last = nanoTime;
        assignment.held().forEach(this::catchUp);
        Map<TopicPartition, OffsetAndMetadata> offsets = Assignment.commit(assignment.held());
        if (!offsets.isEmpty()) {
            consumer.commitAsync(offsets, (sent, failure) -> {
                if (failure != null) {
                    failed(sent, failure);
                }
            });
        }
    }

    /** Looks where the consumer stands when nothing is unsettled: beyond markers and gaps that hold no record. */
    private void catchUp(Epoch epoch) {
        if (!epoch.watermark().isEmpty()) {
            return;
        }
        try {
            epoch.watermark().caughtUp(consumer.position(epoch.partition(), Duration.ZERO));
        } catch (TimeoutException unknownYet) {
            LOG.debugf("The position of %s is not known yet", epoch.partition());
        }
    }

    /** Commits the watermarks of these epochs and waits for the brokers. The settled have to be counted before. */
    void await(Collection<Epoch> epochs) {
        Map<TopicPartition, OffsetAndMetadata> offsets = Assignment.commit(epochs);
        if (offsets.isEmpty()) {
            return;
        }
        try {
            commit(offsets);
        } catch (KafkaException failure) {
            failed(offsets, failure);
        }
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        try {
            consumer.commitSync(offsets, LONGEST);
        } catch (WakeupException stopping) {
            // The loop was asked to stop while it gave partitions up. The wake-up is spent now; the commit is still due.
            consumer.commitSync(offsets, LONGEST);
        }
    }

    private void failed(Map<TopicPartition, OffsetAndMetadata> offsets, Exception failure) {
        LOG.warnf("The commit of %s failed: %s; the next one makes up for it.", offsets, failure.getMessage());
        offsets.keySet().forEach(partition -> {
            Epoch epoch = assignment.of(partition);
            if (epoch != null) {
                epoch.commitFailed();
            }
        });
    }
}
