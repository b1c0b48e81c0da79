package io.trireme.consume;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * One assignment of a partition to this process, from the rebalance that gave it to the one that took it.
 *
 * <p>What belongs to an epoch refers to this object, not to the partition: when the partition comes back it is another
 * epoch with a watermark of its own, and a late settlement of the old one marks books that nobody reads. Walk-through:
 * task 7 runs; the partition is revoked and comes back at offset 5; task 7 ends. Counted here it would commit 8 while 5
 * and 6 never ran in this epoch.
 *
 * <p>States: {@code OPEN} (attempts begin and settle) → {@code CLOSING} (none begins, those that run may still settle) →
 * {@code ENDED} (nothing counts, nothing is written). A lost partition goes straight to the end.
 *
 * <p>Threading: the poll thread moves the state and owns the watermark; all others read the state.
 */
final class Epoch {
    private enum State {
        OPEN,
        CLOSING,
        ENDED
    }

    private final TopicPartition partition;
    private final int number;
    private final AtomicInteger writing = new AtomicInteger();
    private volatile State state = State.OPEN; // written by the poll thread, read before each attempt and settlement
    private final OffsetWatermark watermark = new OffsetWatermark(); // the poll thread's
    private final CompletedAhead completedBefore; // the poll thread's
    private final Clearance clearance;
    private final Room.Share room;
    private @Nullable OffsetAndMetadata committed; // the poll thread's

    /** By offset, of what failed or was snoozed and is not settled: of tasks in flight, and of those yet to be fetched. */
    private final ConcurrentSkipListMap<Long, Tries> tries = new ConcurrentSkipListMap<>();

    private volatile boolean hasTries; // whether there ever were any, so that nearly all tasks never look

    /**
     * @param number counts the assignments of this process, for people
     * @param completedBefore what an earlier owner settled beyond the offset that this epoch begins at
     * @param room what it holds of tasks
     */
    Epoch(TopicPartition partition, int number, CompletedAhead completedBefore, Room.Share room) {
        this.partition = partition;
        this.number = number;
        this.completedBefore = completedBefore;
        this.clearance = new Clearance(completedBefore.begun());
        this.room = room;
        completedBefore.failed().forEach((offset, failed) -> tries(offset, Tries.failedBefore(failed)));
    }

    /** What became of the task at this offset so far. */
    Tries tries(long offset) {
        return hasTries ? tries.getOrDefault(offset, Tries.NONE) : Tries.NONE;
    }

    /** The task at this offset is to be tried again; the next commit tells. */
    void tries(long offset, Tries now) {
        hasTries = true;
        tries.put(offset, now);
    }

    /** The task at this offset is settled. */
    void triesEnded(long offset) {
        if (hasTries) {
            tries.remove(offset);
        }
    }

    /**
     * The attempts that failed, by the offset of their task. What lies below the watermark is settled, or no longer there:
     * it is forgotten.
     */
    private SortedMap<Long, Integer> failed(long offset) {
        tries.headMap(offset).clear();
        var failed = new TreeMap<Long, Integer>();
        tries.forEach((task, now) -> {
            if (now.failed() > 0 && task >= offset) {
                failed.put(task, now.failed());
            }
        });
        return failed;
    }

    TopicPartition partition() {
        return partition;
    }

    /** What this epoch holds of tasks. */
    Room.Share room() {
        return room;
    }

    /** The books of this epoch. Poll thread only. */
    OffsetWatermark watermark() {
        return watermark;
    }

    /** Which of its tasks may begin. */
    Clearance clearance() {
        return clearance;
    }

    /** What an earlier owner settled beyond the offset that this epoch began at. Poll thread only. */
    CompletedAhead completedBefore() {
        return completedBefore;
    }

    /**
     * What is to be committed: where the watermark or the map behind it moved since the last commit, which this one
     * counts as. Poll thread only.
     *
     * @param topic goes into the map; without it there is none
     */
    Optional<OffsetAndMetadata> nextCommit(Optional<Uuid> topic) {
        if (watermark.committable().isEmpty()) {
            return Optional.empty();
        }
        if (topic.isEmpty()) {
            clearance.unguard();
        }
        long offset = watermark.committable().getAsLong();
        String map = topic.map(
                        id -> CompletedAhead.encode(id, offset, runsAhead(), failed(offset), clearance.told(offset)))
                .orElse("");
        var next = new OffsetAndMetadata(offset, map);
        if (next.equals(committed)) {
            return Optional.empty();
        }
        committed = next;
        return Optional.of(next);
    }

    /** What is settled beyond the watermark: of what was fetched, and, as an earlier owner said, of what is yet to be. */
    private List<CompletedAhead.Run> runsAhead() {
        var runs = new ArrayList<>(watermark.runsAhead());
        watermark.position().ifPresent(position -> runs.addAll(completedBefore.from(position)));
        return runs;
    }

    /**
     * Where the epoch that follows this one has to begin when the consumer went back to {@code first}. Walk-through: 30 to
     * 99 were fetched, 30 is unsettled; a new leader never had 50 and later ones; the consumer goes back to 50. Begun
     * there the new epoch would commit over 30 to 49, which nobody counts any more. Poll thread only.
     */
    long resumesAt(long first) {
        watermark.countSettled();
        return Math.min(first, watermark.committable().orElse(first));
    }

    /** The last commit did not reach the brokers. Poll thread only. */
    void commitFailed() {
        committed = null;
    }

    /** Whether attempts may begin. */
    boolean isOpen() {
        return state == State.OPEN;
    }

    /** Whether nothing of this epoch counts any more. */
    boolean isEnded() {
        return state == State.ENDED;
    }

    void close() {
        if (state == State.OPEN) {
            state = State.CLOSING;
        }
    }

    void end() {
        state = State.ENDED;
        room.close();
    }

    /** A settlement's write is on its way to the brokers. */
    void writeBegun() {
        writing.incrementAndGet();
    }

    /** A settlement's write was acknowledged or given up. */
    void writeEnded() {
        writing.decrementAndGet();
    }

    /** Whether settlements wait for the brokers. */
    boolean isWriting() {
        return writing.get() > 0;
    }

    @Override
    public String toString() {
        return partition + "#" + number;
    }
}
