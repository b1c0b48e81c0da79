package io.trireme.consume;

import io.trireme.Ordering;
import io.trireme.run.Runner;
import java.util.ArrayDeque;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Hands tasks to the runner, each in its lane, as far as the bounds allow; what there is no room for waits here, at most
 * one poll's worth, while the partitions are paused.
 *
 * <p>Not thread-safe: owned by the poll thread.
 */
final class Dispatcher {
    /** How many tasks are offered before the runner is told, so that work begins while a large batch is handed over. */
    private static final int OFFERS_PER_SIGNAL = 64;

    private final Pipeline pipeline;
    private final Runner runner;
    private final Lanes lanes;
    private final Ordering ordering;
    private final Room room;
    private final ArrayDeque<Intake> waiting = new ArrayDeque<>();

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
        waiting.add(new Intake(epoch, batch, records));
    }

    /** Marks what an earlier owner of the partition has settled. */
    private void skipCompleted(Epoch epoch, Batch batch) {
        CompletedAhead completed = epoch.completedBefore();
        for (int i = 0; i < batch.size() && !completed.isPassed(); i++) {
            if (completed.contains(batch.offset(i))) {
                batch.finish(i);
            }
        }
    }

    /** What a record weighs: its own bytes and about what the objects around them take. */
    private static int bytes(ConsumerRecord<byte[], byte[]> record) {
        int bytes =
                Intake.OVERHEAD + Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        for (Header header : record.headers()) {
            byte[] value = header.value();
            bytes += header.key().length() + (value == null ? 0 : value.length);
        }
        return bytes;
    }

    /** Hands on what waits, as far as there is room. */
    void dispatch() {
        int offered = 0;
        while (!waiting.isEmpty()) {
            Intake intake = waiting.peek();
            if (!intake.epoch.isOpen()) {
                waiting.poll();
                continue;
            }
            while (intake.hasNext() && room.hasRoom(intake.nextBytes())) {
                room.taken(intake.nextBytes());
                if (hand(intake.next(pipeline, this))) {
                    offered++;
                    if (offered % OFFERS_PER_SIGNAL == 0) {
                        runner.signal();
                    }
                }
            }
            if (intake.hasNext()) {
                break;
            }
            waiting.poll();
        }
        if (offered > 0) {
            runner.signal();
        }
    }

    /** Whether the attempt went to the runner; else it follows another one in its lane. */
    private boolean hand(Attempt attempt) {
        if (attempt.lane() != Attempt.NO_LANE && !lanes.append(attempt)) {
            return false;
        }
        if (!runner.offer(attempt)) {
            throw new IllegalStateException("no room for " + attempt + ", which was counted as in flight");
        }
        return true;
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
        pipeline.settlement().unparkClosed();
        waiting.removeIf(intake -> !intake.epoch.isOpen());
    }

    /** Whether something waits that there is no room for. */
    boolean isFull() {
        return !waiting.isEmpty();
    }

    /** Whether there is room for the first of what waits. */
    boolean hasRoomForNext() {
        Intake intake = waiting.peek();
        return intake == null || !intake.hasNext() || room.hasRoom(intake.nextBytes());
    }

    /** A batch on its way to the runner. */
    private static final class Intake {
        private static final int OVERHEAD = 128;

        private final Epoch epoch;
        private final Batch batch;
        private final List<ConsumerRecord<byte[], byte[]>> records;
        private int next;
        private int weighed = -1; // the last one that was weighed, which a full process asks for again and again
        private int weight;

        private Intake(Epoch epoch, Batch batch, List<ConsumerRecord<byte[], byte[]>> records) {
            this.epoch = epoch;
            this.batch = batch;
            this.records = records;
        }

        private boolean hasNext() {
            while (next < records.size() && batch.isSettled(next)) {
                next++;
            }
            return next < records.size();
        }

        private int nextBytes() {
            if (weighed != next) {
                weighed = next;
                weight = bytes(records.get(next));
            }
            return weight;
        }

        private Attempt next(Pipeline pipeline, Dispatcher dispatcher) {
            int bytes = nextBytes();
            int index = next++;
            var record = records.get(index);
            return new Attempt(pipeline, record, epoch, batch, index, dispatcher.lane(record), bytes);
        }
    }
}
