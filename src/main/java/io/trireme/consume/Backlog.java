package io.trireme.consume;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What was fetched and is not handed out yet: a line for each partition, and the next turn is that of the partition which
 * holds least of what is in flight.
 *
 * <p>The consumer gives out all that it fetched of one partition, thousands of records, before it comes to the next. Handed
 * out in that order, what is in flight would be of one partition or two, and with it a fraction of the keys: workers
 * would wait for each other's keys while the partitions in line have thousands that nobody works on. Nor is it enough that
 * the lines take turns: of 100 keys one partition has 19 and another 7, and with equal turns the slow one soon holds all
 * the room, so that every partition goes at its pace. When what they hold is equal, each gets as much as it gets done.
 *
 * <p>Not thread-safe: owned by the poll thread.
 */
final class Backlog {
    /** How many records of a partition are handed out before it is asked again whose turn it is. */
    private static final int TURN = 32;

    private final List<Line> lines = new ArrayList<>(); // none of them empty
    private @Nullable Line turn; // whose it is; none before the first record of a turn is asked for
    private int given; // in this turn
    private long bytes;

    /** Puts a batch at the end of its partition's line. */
    void add(Epoch epoch, Batch batch, List<ConsumerRecord<byte[], byte[]>> records) {
        var fetched = new Fetched(epoch, batch, records);
        if (!fetched.skipSettled()) {
            return;
        }
        bytes += fetched.bytes;
        for (Line line : lines) {
            if (line.epoch == epoch) {
                line.batches.add(fetched);
                return;
            }
        }
        lines.add(new Line(epoch, fetched));
    }

    /** The batch whose next record is to be handed out; null: there is none. */
    @Nullable
    Fetched next() {
        if (turn == null) {
            turn = holdingLeast();
            given = 0;
        }
        return turn == null ? null : turn.batches.getFirst();
    }

    private @Nullable Line holdingLeast() {
        Line least = null;
        for (Line line : lines) {
            if (least == null
                    || line.epoch.room().records() < least.epoch.room().records()) {
                least = line;
            }
        }
        return least;
    }

    /** The record of {@link #next()} was handed out. */
    void handed() {
        Line line = Objects.requireNonNull(turn, "next() comes first");
        Fetched batch = line.batches.getFirst();
        bytes -= batch.weight();
        batch.next++;
        if (!batch.skipSettled()) {
            line.batches.removeFirst();
        }
        if (line.batches.isEmpty()) {
            lines.remove(line);
            turn = null;
        } else if (++given == TURN) {
            lines.remove(line); // of those that hold equally much the one comes first that has waited longest
            lines.add(line);
            turn = null;
        }
    }

    /** Drops what belongs to epochs that are no longer open. */
    void dropClosed() {
        lines.removeIf(line -> {
            if (line.epoch.isOpen()) {
                return false;
            }
            line.batches.forEach(batch -> bytes -= batch.left());
            return true;
        });
        turn = null;
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** How many partitions something waits of. */
    int partitions() {
        return lines.size();
    }

    /** What waits, in bytes. */
    long bytes() {
        return bytes;
    }

    /** What waits of one partition. */
    private static final class Line {
        private final Epoch epoch;
        private final ArrayDeque<Fetched> batches = new ArrayDeque<>();

        private Line(Epoch epoch, Fetched first) {
            this.epoch = epoch;
            batches.add(first);
        }
    }

    /** A batch on its way to the runner. */
    static final class Fetched {
        /** About what the objects around a record take. */
        private static final int OVERHEAD = 128;

        private final Epoch epoch;
        private final Batch batch;
        private final List<ConsumerRecord<byte[], byte[]>> records;
        private final int[] weights;
        private final long bytes;
        private int next;

        private Fetched(Epoch epoch, Batch batch, List<ConsumerRecord<byte[], byte[]>> records) {
            this.epoch = epoch;
            this.batch = batch;
            this.records = records;
            this.weights = new int[records.size()];
            long sum = 0;
            for (int i = 0; i < weights.length; i++) {
                if (!batch.isSettled(i)) {
                    weights[i] = weight(records.get(i));
                    sum += weights[i];
                }
            }
            this.bytes = sum;
        }

        Epoch epoch() {
            return epoch;
        }

        Batch batch() {
            return batch;
        }

        int index() {
            return next;
        }

        ConsumerRecord<byte[], byte[]> record() {
            return records.get(next);
        }

        /** What the record weighs: its own bytes and about what the objects around them take. */
        int weight() {
            return weights[next];
        }

        /** Goes to the next record that an earlier owner has not settled; false: there is none. */
        private boolean skipSettled() {
            while (next < weights.length && batch.isSettled(next)) {
                next++;
            }
            return next < weights.length;
        }

        private long left() {
            long left = 0;
            for (int i = next; i < weights.length; i++) {
                left += weights[i];
            }
            return left;
        }

        private static int weight(ConsumerRecord<byte[], byte[]> record) {
            int bytes = OVERHEAD + Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
            for (Header header : record.headers()) {
                byte[] value = header.value();
                bytes += header.key().length() + (value == null ? 0 : value.length);
            }
            return bytes;
        }
    }
}
