package io.trireme.consume;

import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Pauses and resumes the intake: of all partitions while the process is full, of one whose settled offsets run too far
 * ahead of its watermark.
 *
 * <p>Not thread-safe: owned by the poll thread.
 */
final class Gate {
    private final Consumer<byte[], byte[]> consumer;
    private final Assignment assignment;
    private final int maxAhead;
    private boolean anyPaused;

    Gate(Consumer<byte[], byte[]> consumer, Assignment assignment, int maxAhead) {
        this.consumer = consumer;
        this.assignment = assignment;
        this.maxAhead = maxAhead;
    }

    /** Whether this partition's intake is paused for being ahead. */
    boolean isTooFarAhead(Epoch epoch) {
        return epoch.watermark().ahead() >= maxAhead;
    }

    /** Whether a partition is paused. */
    boolean isAnyPaused() {
        return anyPaused;
    }

    /** How many partitions are fetched from unless all are paused. */
    int open() {
        int open = 0;
        for (Epoch epoch : assignment.held()) {
            open += isTooFarAhead(epoch) ? 0 : 1;
        }
        return open;
    }

    /** Pauses what is to be paused and resumes the others. */
    void set(boolean full) {
        var wanted = new HashSet<TopicPartition>();
        for (Epoch epoch : assignment.held()) {
            if (full || isTooFarAhead(epoch)) {
                wanted.add(epoch.partition());
            }
        }
        if (wanted.isEmpty() && !anyPaused) {
            return;
        }
        Set<TopicPartition> resumed = new HashSet<>(consumer.paused());
        var paused = new HashSet<>(wanted);
        paused.removeAll(resumed);
        resumed.removeAll(wanted);
        if (!paused.isEmpty()) {
            consumer.pause(paused);
        }
        if (!resumed.isEmpty()) {
            consumer.resume(resumed);
        }
        anyPaused = !wanted.isEmpty();
    }
}
