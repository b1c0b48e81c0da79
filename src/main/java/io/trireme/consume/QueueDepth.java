package io.trireme.consume;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/**
 * How much lies in a queue, as the brokers tell it. Offsets without a task, as transactions leave them, count as tasks.
 *
 * @param queue the queue's name
 * @param topic the id of its topic
 * @param ends for each partition, the offset after its last record
 * @param byPartition for each partition, the records beyond the offset that its group has committed
 * @param ahead for each partition, how many of them are settled, as the commit says; none where it says nothing
 */
public record QueueDepth(
        String queue, Uuid topic, Map<Integer, Long> ends, Map<Integer, Long> byPartition, Map<Integer, Long> ahead) {
    public QueueDepth {
        ends = Map.copyOf(ends);
        byPartition = Map.copyOf(byPartition);
        ahead = Map.copyOf(ahead);
    }

    /** How many partitions the queue has. */
    public int partitions() {
        return byPartition.size();
    }

    /** The records of all partitions that are not settled up to the watermark. */
    public long total() {
        return byPartition.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The records of all partitions that are not settled. */
    public long unsettled() {
        return byPartition.keySet().stream().mapToLong(this::unsettled).sum();
    }

    /** How far each partition is settled: its watermark, and what is settled beyond it. */
    Map<Integer, Long> settled() {
        return byPartition.keySet().stream()
                .collect(Collectors.toMap(
                        partition -> partition, partition -> watermark(partition) + ahead.getOrDefault(partition, 0L)));
    }

    /** The partitions with unsettled records, and their watermarks. */
    Map<Integer, Long> waiting() {
        return byPartition.keySet().stream()
                .filter(partition -> unsettled(partition) > 0)
                .collect(Collectors.toMap(partition -> partition, this::watermark));
    }

    private long unsettled(int partition) {
        return Math.max(0, byPartition.getOrDefault(partition, 0L) - ahead.getOrDefault(partition, 0L));
    }

    private long watermark(int partition) {
        return ends.getOrDefault(partition, 0L) - byPartition.getOrDefault(partition, 0L);
    }
}
