package io.trireme.consume;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The partitions that this process holds.
 *
 * <p>Not thread-safe: owned by the poll thread.
 */
final class Assignment {
    private final Map<TopicPartition, Epoch> held = new LinkedHashMap<>();
    private final Room room;
    private final Quarantine quarantine;
    private int epochs;

    /**
     * @param room what the partitions share
     * @param quarantine what holds for tasks that may have killed their process
     */
    Assignment(Room room, Quarantine quarantine) {
        this.room = room;
        this.quarantine = quarantine;
    }

    /** A new epoch for each partition, where something was settled beyond its beginning with what that is. */
    void assigned(Collection<TopicPartition> partitions, Map<TopicPartition, CompletedAhead> completed) {
        for (TopicPartition partition : partitions) {
            begin(partition, completed.getOrDefault(partition, CompletedAhead.none()));
        }
    }

    private Epoch begin(TopicPartition partition, CompletedAhead completed) {
        var epoch = new Epoch(partition, ++epochs, completed, room.share());
        if (quarantine.isOn()) {
            epoch.clearance().guard(quarantine.deaths());
        }
        held.put(partition, epoch);
        return epoch;
    }

    @Nullable
    Epoch of(TopicPartition partition) {
        return held.get(partition);
    }

    Collection<Epoch> held() {
        return held.values();
    }

    /** Closes the epochs of these partitions: nothing of them begins any more. */
    List<Epoch> close(Collection<TopicPartition> partitions) {
        var closing = new ArrayList<Epoch>();
        for (TopicPartition partition : partitions) {
            Epoch epoch = held.get(partition);
            if (epoch != null) {
                epoch.close();
                closing.add(epoch);
            }
        }
        return closing;
    }

    /** Ends the epochs: nothing of them counts any more. */
    void end(Collection<Epoch> epochs) {
        for (Epoch epoch : epochs) {
            epoch.end();
            held.remove(epoch.partition(), epoch);
        }
    }

    /**
     * Ends the epoch of a partition whose position went back to {@code position}, and begins another one there, which is
     * committed with the next commit: the group's offset may lie where the partition no longer reaches. Nobody is suspected
     * any more, since the offsets that were may denote other tasks now.
     */
    Epoch rewound(Epoch epoch, long position) {
        end(List.of(epoch));
        Epoch next = begin(epoch.partition(), CompletedAhead.none());
        next.watermark().caughtUp(position);
        return next;
    }

    /** What is to be said of the partitions, as of the last count. */
    List<QueueStatus.PartitionStatus> statuses(Gate gate) {
        var statuses = new ArrayList<QueueStatus.PartitionStatus>();
        for (Epoch epoch : held.values()) {
            OffsetWatermark watermark = epoch.watermark();
            statuses.add(new QueueStatus.PartitionStatus(
                    epoch.partition().partition(),
                    watermark.committable().orElse(0),
                    watermark.position().orElse(0),
                    watermark.ahead(),
                    watermark.oldest().stream().mapToObj(Instant::ofEpochMilli).findFirst(),
                    gate.isTooFarAhead(epoch)));
        }
        return statuses;
    }

    /** Counts what was settled since the last call. */
    void count() {
        for (Epoch epoch : held.values()) {
            epoch.watermark().countSettled();
        }
    }
}
