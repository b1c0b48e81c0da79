package io.trireme.consume;

import java.util.Map;

/**
 * How much lies in a queue, as the brokers tell it.
 *
 * @param queue the queue's name
 * @param byPartition for each partition, the records beyond the offset that its group has committed
 */
public record QueueDepth(String queue, Map<Integer, Long> byPartition) {
    public QueueDepth {
        byPartition = Map.copyOf(byPartition);
    }

    /** How many partitions the queue has. */
    public int partitions() {
        return byPartition.size();
    }

    /** The records of all partitions that are not settled up to the watermark. */
    public long total() {
        return byPartition.values().stream().mapToLong(Long::longValue).sum();
    }
}
