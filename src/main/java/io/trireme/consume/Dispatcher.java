package io.trireme.consume;

import io.trireme.Ordering;
import io.trireme.consume.Backlog.Fetched;
import io.trireme.run.Runner;
import io.trireme.run.Work;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Hands tasks to the runner, each in its lane, as far as the bounds allow; what there is no room for waits here.
 *
 * <p>Not thread-safe: owned by the poll thread.
 */
final class Dispatcher {
    /** Most tasks that are offered as one: enough that hand-overs cost little, few beside what may be in flight. */
    private static final int STRETCH = 32;

    /** How many stretches are offered before the runner is told: work begins while a large batch is handed over. */
    private static final int OFFERS_PER_SIGNAL = 2;

    private final Pipeline pipeline;
    private final Runner runner;
    private final Lanes lanes;
    private final Ordering ordering;
    private final Room room;
    private final Backlog backlog = new Backlog();
    private Work[] heads = new Work[STRETCH]; // of lanes, yet to be offered
    private int collected; // that many

    Dispatcher(Ordering ordering, Pipeline pipeline, Runner runner, Lanes lanes, Room room) {
        this.pipeline = pipeline;
        this.runner = runner;
        this.lanes = lanes;
        this.ordering = ordering;
        this.room = room;
    }

    /** Takes in what a poll fetched from one partition; {@link #dispatch()} hands it on. */
    void take(Epoch epoch, List<ConsumerRecord<byte[], byte[]>> records) {
        var offsets = new long[records.size()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = records.get(i).offset();
        }
        var batch = new Batch(offsets, records.getFirst().timestamp());
        epoch.watermark().fetched(batch);
        skipCompleted(epoch, batch);
        backlog.add(epoch, batch, records);
    }

    /** Marks what an earlier owner of the partition has settled. */
    private void skipCompleted(Epoch epoch, Batch batch) {
        CompletedAhead completed = epoch.completedBefore();
        for (int i = 0; i < batch.size() && !completed.isPassed(); i++) {
            if (completed.contains(batch.offset(i))) {
                epoch.triesEnded(batch.offset(i));
                batch.finish(i);
            }
        }
    }

    /** Hands on what waits, as far as there is room. */
    void dispatch() {
        int offered = 0;
        for (Fetched next = backlog.next(); next != null && room.hasRoom(next.weight()); next = backlog.next()) {
            next.epoch().room().taken(next.weight());
            Attempt attempt = attempt(next);
            backlog.handed();
            if (attempt.lane() != Attempt.NO_LANE && !lanes.append(attempt)) {
                continue; // it follows another one
            }
            heads[collected++] = attempt;
            if (collected == STRETCH) {
                offer(heads);
                heads = new Work[STRETCH];
                if (++offered % OFFERS_PER_SIGNAL == 0) {
                    runner.signal();
                }
            }
        }
        if (collected > 0) {
            offer(Arrays.copyOf(heads, collected));
            offered++;
        }
        if (offered > 0) {
            runner.signal();
        }
    }

    private void offer(Work[] works) {
        if (!runner.offerAll(works)) {
            throw new IllegalStateException("no room for tasks that were counted as in flight");
        }
        collected = 0;
    }

    private Attempt attempt(Fetched next) {
        var record = next.record();
        return new Attempt(
                pipeline,
                record,
                next.epoch(),
                next.batch(),
                next.index(),
                lane(record),
                next.epoch().tries(record.offset()).failed() + 1,
                next.weight());
    }

    private long lane(ConsumerRecord<byte[], byte[]> record) {
        return switch (ordering) {
            case UNORDERED -> Attempt.NO_LANE;
            case BY_KEY -> record.key() == null ? Attempt.NO_LANE : lanes.ofKey(record.key());
            case BY_PARTITION -> lanes.ofPartition(record.partition());
        };
    }

    /** Drops what waits of epochs that are no longer open, here and parked for a retry. */
    void dropClosed() {
        pipeline.settlement().parking().unparkClosed();
        backlog.dropClosed();
    }

    /** Whether something waits that there is no room for. */
    boolean isFull() {
        return !backlog.isEmpty();
    }

    /**
     * Whether it is of use to fetch though something waits: with lanes, a partition that nothing waits of may have lanes
     * that nobody works on. As far as bytes allow: what is in flight and what waits stay below the bound together.
     *
     * @param partitions how many are fetched from
     */
    boolean wantsOthers(int partitions) {
        return ordering != Ordering.UNORDERED && backlog.partitions() < partitions && room.isBelow(backlog.bytes());
    }

    /** Whether there is room for the first of what waits. */
    boolean hasRoomForNext() {
        Fetched next = backlog.next();
        return next == null || room.hasRoom(next.weight());
    }
}
