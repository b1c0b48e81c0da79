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

    /** With no more than one wake-up of a worker for so many tasks, they are offered in stretches. */
    private static final int TASKS_A_WAKE = 4;

    /** How many tasks are offered before the runner is told: work begins while a large batch is handed over. */
    private static final int TASKS_A_SIGNAL = 64;

    /** Beyond so many in flight more are handed out only while those before them do not stand in line. */
    private static final int ALWAYS = 1_024;

    /** A dispatcher that waits is woken when this part of what is in flight has ended: few wakes, and hardly any room unused. */
    private static final int PART_THAT_WAKES = 32;

    /** But by so many where tasks stand in line, of which about as many are left by then. */
    private static final int ENDINGS_IN_A_CROWD = 256;

    private final Pipeline pipeline;
    private final Runner runner;
    private final Lanes lanes;
    private final Ordering ordering;
    private final Room room;
    private final Backlog backlog = new Backlog();
    private Work[] heads = new Work[STRETCH]; // of lanes, yet to be offered
    private int collected; // that many
    private int offered; // since it was last decided how many go together
    private long wakes; // of the runner's, before that

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
        Fetched next = backlog.next();
        if (next == null || !room.hasRoom(next.weight()) || isCrowded()) {
            return;
        }
        int together = together();
        int told = 0;
        for (; next != null && room.hasRoom(next.weight()); next = backlog.next()) {
            next.epoch().room().taken(next.weight());
            Attempt attempt = attempt(next);
            backlog.handed();
            if (attempt.lane() != Attempt.NO_LANE && !lanes.append(attempt)) {
                continue; // it follows another one
            }
            heads[collected++] = attempt;
            if (collected == together) {
                offer();
                if (offered - told >= TASKS_A_SIGNAL) {
                    runner.signal();
                    told = offered;
                    if (isCrowded()) {
                        break;
                    }
                }
            }
        }
        if (collected > 0) {
            offer();
        }
        if (offered > told) {
            runner.signal();
        }
    }

    /**
     * How many tasks are to be offered as one. Those that end at once are worked on by the few workers that are awake, best in
     * stretches. Those that wait need a worker each, woken for it; a stretch would be taken out and put back for each of them.
     */
    private int together() {
        long now = runner.wakes();
        int together = (now - wakes) * TASKS_A_WAKE <= offered ? STRETCH : 1;
        wakes = now;
        offered = 0;
        return together;
    }

    /**
     * Whether those in flight are enough for now. However many may be in flight, with 10,000 tasks of a millisecond all but
     * a few hundred stand in line for the processors, on the stacks of their threads, and each is cold when its turn comes.
     * Tasks that wait for something else, or for others of their key, stand in no line: of these as many begin as may.
     */
    private boolean isCrowded() {
        if (room.records() < ALWAYS) {
            return false;
        }
        room.look();
        return room.records() >= ALWAYS && runner.isCrowded();
    }

    private void offer() {
        boolean taken;
        if (collected == 1) {
            taken = runner.offer(heads[0]);
        } else if (collected == STRETCH) {
            taken = runner.offerAll(heads);
            heads = new Work[STRETCH]; // the other one is the runner's now
        } else {
            taken = runner.offerAll(Arrays.copyOf(heads, collected));
        }
        if (!taken) {
            throw new IllegalStateException("no room for tasks that were counted as in flight");
        }
        offered += collected;
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

    /** Whether the first of what waits may be handed out. */
    boolean hasRoomForNext() {
        Fetched next = backlog.next();
        return next == null || room.hasRoom(next.weight()) && !isCrowded();
    }

    /** How many have to end before it is worth while to look again whether what waits may be handed out. */
    int endingsToAwait() {
        return isCrowded() ? ENDINGS_IN_A_CROWD : Math.max(1, room.records() / PART_THAT_WAKES);
    }
}
