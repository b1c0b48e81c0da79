package io.trireme.consume;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;

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
    private static final long NOTHING = -1;

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
    private long committed = NOTHING; // the poll thread's

    /** @param number counts the assignments of this process, for people */
    Epoch(TopicPartition partition, int number) {
        this.partition = partition;
        this.number = number;
    }

    TopicPartition partition() {
        return partition;
    }

    /** The books of this epoch. Poll thread only. */
    OffsetWatermark watermark() {
        return watermark;
    }

    /** The offset to commit, if it is known and was not committed yet. Poll thread only. */
    OptionalLong uncommitted() {
        return watermark.committable().isPresent() && watermark.committable().getAsLong() != committed
                ? watermark.committable()
                : OptionalLong.empty();
    }

    /** This offset is on its way to the brokers. Poll thread only. */
    void committing(long offset) {
        committed = offset;
    }

    /** The last commit did not reach the brokers. Poll thread only. */
    void commitFailed() {
        committed = NOTHING;
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
