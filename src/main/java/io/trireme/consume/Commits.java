package io.trireme.consume;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.RebalanceInProgressException;
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
    private Optional<Uuid> topic;
    private long last = System.nanoTime();

    /** @param topic the id of the queue's topic, which ties a map of settled offsets to it */
    Commits(Consumer<byte[], byte[]> consumer, Assignment assignment, Uuid topic) {
        this.consumer = consumer;
        this.assignment = assignment;
        this.topic = Optional.of(topic);
    }

    /** What earlier owners of these partitions settled beyond their watermarks, as their last commits say. */
    Map<TopicPartition, CompletedAhead> completedBefore(Collection<TopicPartition> partitions) {
        var completed = new HashMap<TopicPartition, CompletedAhead>();
        if (topic.isEmpty()) {
            return completed;
        }
        Map<TopicPartition, OffsetAndMetadata> commits;
        try {
            commits = consumer.committed(Set.copyOf(partitions), LONGEST);
        } catch (KafkaException failure) {
            LOG.warnf(
                    "The commits of %s could not be read (%s); what they say of settled tasks is not used and those"
                            + " run again.",
                    partitions, failure.getMessage());
            return completed;
        }
        commits.forEach((partition, commit) -> {
            if (commit != null && !commit.metadata().isEmpty()) {
                CompletedAhead.decode(commit.metadata(), topic.get(), commit.offset())
                        .ifPresentOrElse(
                                map -> completed.put(partition, map),
                                () -> LOG.warnf(
                                        "%s: the metadata of the commit at %d is of another topic, version or"
                                                + " program and is ignored.",
                                        partition, commit.offset()));
            }
        });
        return completed;
    }

    private Map<TopicPartition, OffsetAndMetadata> next(Collection<Epoch> epochs) {
        var commits = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (Epoch epoch : epochs) {
            epoch.nextCommit(topic).ifPresent(commit -> commits.put(epoch.partition(), commit));
        }
        return commits;
    }

    /** Whether a second has passed since the last commit. */
    boolean areDue(long nanoTime) {
        return nanoTime - last >= INTERVAL;
    }

    /** Commits what moved, without waiting for the answer. The settled have to be counted before. */
    void send(long nanoTime) {
        assignment.held().forEach(this::catchUp);
        sendMoved(nanoTime);
    }

    /** The same from within a rebalance, where the consumer is not to be asked where it stands. */
    void sendMoved(long nanoTime) {
        last = nanoTime;
        Map<TopicPartition, OffsetAndMetadata> offsets = next(assignment.held());
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
        } catch (KafkaException unknownYet) { // the next poll says whether it is more than that
            LOG.debugf("The position of %s is not known yet", epoch.partition());
        }
    }

    /** Commits the watermarks of these epochs and waits for the brokers. The settled have to be counted before. */
    void await(Collection<Epoch> epochs) {
        Map<TopicPartition, OffsetAndMetadata> offsets = next(epochs);
        if (offsets.isEmpty()) {
            return;
        }
        try {
            commit(offsets);
        } catch (OffsetMetadataTooLarge tooLarge) {
            failed(offsets, tooLarge);
            await(epochs); // now without the map
        } catch (KafkaException failure) {
            failed(offsets, failure);
        }
    }

    /** What was asked to stop the loop may wake this commit too, which is due all the same. */
    private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        boolean again = true;
        while (true) {
            try {
                consumer.commitSync(offsets, LONGEST);
                return;
            } catch (WakeupException stopping) {
                LOG.debugf("woken in the commit of %s", offsets);
            } catch (RebalanceInProgressException | CommitFailedException passing) {
                if (!again) {
                    throw passing;
                }
                again = false;
            }
        }
    }

    private void failed(Map<TopicPartition, OffsetAndMetadata> offsets, Exception failure) {
        if (failure instanceof RebalanceInProgressException) {
            LOG.debugf("The commit of %s fell into a rebalance; the next one makes up for it.", offsets);
        } else {
            LOG.warnf(
                    "The commit of %s failed: %s; a later one makes up for it, or those tasks run again.",
                    offsets, failure.getMessage());
        }
        if (failure instanceof OffsetMetadataTooLarge) {
            LOG.warn("The brokers' offset.metadata.max.bytes is below 4096: commits go without the map of tasks settled"
                    + " beyond the watermark, which therefore run again after a crash.");
            topic = Optional.empty();
        }
        offsets.keySet().forEach(partition -> {
            Epoch epoch = assignment.of(partition);
            if (epoch != null) {
                epoch.commitFailed();
            }
        });
    }
}
