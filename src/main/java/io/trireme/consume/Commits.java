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
 * Tells the brokers how far the partitions are settled, and which tasks may begin: once a second what moved, earlier when a
 * mark is wanted, and at once when a partition is given up.
 *
 * <p>Not thread-safe: owned by the poll thread. A commit that fails is logged with its offsets and made again a little
 * later; what a lost commit leaves uncommitted is run once more after a crash.
 */
final class Commits {
    private static final Logger LOG = Logger.getLogger(Commits.class);
    private static final long INTERVAL = Duration.ofSeconds(1).toNanos();
    private static final long AGAIN = Duration.ofMillis(250).toNanos(); // after a commit that failed
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** So long the loop may stand for a mark that brokers do not acknowledge; it polls in between. */
    private static final Duration LONGEST_FOR_MARK = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final Assignment assignment;
    private final Runnable marked;
    private Optional<Uuid> topic;
    private long last = System.nanoTime();
    private boolean missed; // whether the last one failed

    /**
     * @param topic the id of the queue's topic, which ties a map of settled offsets to it
     * @param marked called when the brokers have acknowledged marks
     */
    Commits(Consumer<byte[], byte[]> consumer, Assignment assignment, Uuid topic, Runnable marked) {
        this.consumer = consumer;
        this.assignment = assignment;
        this.marked = marked;
        this.topic = Optional.of(topic);
    }

    /** What earlier owners of these partitions settled beyond their watermarks, as their last commits say. */
    Map<TopicPartition, CompletedAhead> completedBefore(Collection<TopicPartition> partitions) {
        var completed = new HashMap<TopicPartition, CompletedAhead>();
        if (topic.isEmpty()) {
            return completed;
        }
        try {
            consumer.committed(Set.copyOf(partitions), LONGEST).forEach((partition, commit) -> {
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
        } catch (KafkaException failure) {
            LOG.warnf(
                    "The commits of %s could not be read (%s); what they say of settled tasks is not used and those"
                            + " run again, and nobody is suspected of a process that died.",
                    partitions, failure.getMessage());
            return completed;
        }
        endMarks(completed);
        return completed;
    }

    /** A mark runs ahead of what there is: tasks that are yet to be published are no suspects. */
    private void endMarks(Map<TopicPartition, CompletedAhead> completed) {
        var marked = new HashMap<>(completed);
        marked.values().removeIf(map -> map.begun().mark() == 0);
        if (marked.isEmpty()) {
            return;
        }
        try {
            consumer.endOffsets(marked.keySet(), LONGEST)
                    .forEach((partition, end) -> completed.computeIfPresent(partition, (same, map) -> map.upTo(end)));
        } catch (KafkaException failure) {
            LOG.warnf(
                    "The ends of %s could not be read (%s): tasks that are yet to come may run alone.",
                    marked.keySet(), failure.getMessage());
        }
    }

    private Sent next(Collection<Epoch> epochs) {
        var sent = new Sent(new HashMap<>(), new HashMap<>());
        for (Epoch epoch : epochs) {
            epoch.nextCommit(topic).ifPresent(commit -> {
                sent.offsets.put(epoch.partition(), commit);
                sent.allowed.put(epoch, epoch.clearance().allowed());
            });
        }
        return sent;
    }

    /** Whether a second has passed since the last commit, or less if that failed. */
    boolean areDue(long nanoTime) {
        return nanoTime - last >= (missed ? AGAIN : INTERVAL);
    }

    /** Commits what moved, without waiting for the answer. The settled have to be counted before. */
    void send(long nanoTime) {
        assignment.held().forEach(this::catchUp);
        sendMoved(nanoTime);
    }

    /** The same from within a rebalance, where the consumer is not to be asked where it stands. */
    void sendMoved(long nanoTime) {
        last = nanoTime;
        sendMoved(assignment.held());
    }

    /** Commits what moved of these epochs, without waiting for the answer. The settled have to be counted before. */
    void sendMoved(Collection<Epoch> epochs) {
        Sent sent = next(epochs);
        if (!sent.offsets.isEmpty()) {
            consumer.commitAsync(sent.offsets, (offsets, failure) -> {
                if (failure == null) {
                    acknowledged(sent);
                } else {
                    failed(sent.offsets, failure);
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
        if (!commit(epochs, LONGEST) && topic.isEmpty()) {
            commit(epochs, LONGEST); // now without the map
        }
    }

    /**
     * Commits what moved of these epochs and waits for the brokers, not for long. The settled have to be counted before.
     *
     * @return whether they have it
     */
    boolean mark(Collection<Epoch> epochs) {
        return commit(epochs, LONGEST_FOR_MARK);
    }

    private boolean commit(Collection<Epoch> epochs, Duration atMost) {
        Sent sent = next(epochs);
        if (sent.offsets.isEmpty()) {
            return true;
        }
        try {
            commit(sent.offsets, atMost);
        } catch (KafkaException failure) {
            failed(sent.offsets, failure);
            return false;
        }
        acknowledged(sent);
        return true;
    }

    /** What was asked to stop the loop may wake this commit too, which is due all the same. */
    private void commit(Map<TopicPartition, OffsetAndMetadata> offsets, Duration atMost) {
        boolean again = true;
        while (true) {
            try {
                consumer.commitSync(offsets, atMost);
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

    private void acknowledged(Sent sent) {
        missed = false;
        sent.allowed.forEach((epoch, allowed) -> epoch.clearance().acknowledged(allowed));
        marked.run();
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
            LOG.warn("Nor can it be told which tasks have begun: none is suspected of a process that died.");
            topic = Optional.empty();
        }
        missed = true;
        offsets.keySet().forEach(partition -> {
            Epoch epoch = assignment.of(partition);
            if (epoch != null) {
                epoch.commitFailed();
            }
        });
    }

    /**
     * A commit on its way.
     *
     * @param allowed what may begin when it has arrived
     */
    private record Sent(Map<TopicPartition, OffsetAndMetadata> offsets, Map<Epoch, Clearance.Allowed> allowed) {}
}
