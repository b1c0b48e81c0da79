package io.trireme.consume;

import java.util.Map;
import org.apache.kafka.common.Uuid;

/**
 * How much lies in a queue, as the brokers tell it.
 *
 * @param queue the queue's name
 * @param topic the id of its topic
 * @param ends for each partition, the offset after its last record
 * @param byPartition for each partition, the records beyond the offset that its group has committed
 */
public record QueueDepth(String queue, Uuid topic, Map<Integer, Long> ends, Map<Integer, Long> byPartition) {
    public QueueDepth {
        ends = Map.copyOf(ends);
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
