package io.trireme.consume;

import io.trireme.consume.OffsetWatermark.RunCollector;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one poll fetched from one partition, as offsets and what became of each: the unit in which the
 * {@link OffsetWatermark} keeps its books, so that a task costs no object and no lock here.
 *
 * <p>Threading: {@link #finish} may be called by any thread, once for an index; it writes one byte that nobody else writes
 * at that time. All else belongs to the poll thread, which looks at the bytes when it needs to
 * know and then marks what it has counted.
 */
final class Batch {
    private static final VarHandle MARK = MethodHandles.arrayElementVarHandle(byte[].class);

    private static final byte FINISHED = 1; // settled, not yet counted
    private static final byte COUNTED = 2; // settled and counted

    private final long first;
    private final long @Nullable [] offsets; // absent where each offset is the one before plus one
    private final byte[] marks; // 0: open
    private final long timestamp;

    private int from; // every index below it is counted
    private int open; // not counted

    /**
     * @param offsets the offsets as they were fetched, rising
     * @param timestamp the time of the first record, in milliseconds since 1970
     */
    Batch(long[] offsets, long timestamp) {
        this.first = offsets[0];
        this.offsets = offsets[offsets.length - 1] - first == offsets.length - 1 ? null : offsets;
        this.marks = new byte[offsets.length];
        this.timestamp = timestamp;
        this.open = offsets.length;
    }

    /** The record's settlement is durable. */
    void finish(int index) {
        MARK.setRelease(marks, index, FINISHED);
    }

    int size() {
        return marks.length;
    }

    /** How many are not counted as settled. */
    int open() {
        return open;
    }

    /** How many of the offsets from {@code from} until before {@code to} are not counted as settled. */
    int open(long from, long to) {
        int count = 0;
        for (int i = this.from; i < marks.length && offset(i) < to; i++) {
            count += offset(i) >= from && marks[i] != COUNTED ? 1 : 0;
        }
        return count;
    }

    /** Whether the record at this offset, if there is one, is counted as settled. */
    boolean isCounted(long offset) {
        int index = offsets == null ? (int) (offset - first) : Arrays.binarySearch(offsets, offset);
        return index < 0 || index >= marks.length || marks[index] == COUNTED;
    }

    /** How many are counted as settled. */
    int settled() {
        return marks.length - open;
    }

    /** How many are counted as settled before the first that is not. */
    int settledAtFirst() {
        return from;
    }

    /** The time of the first record, in milliseconds since 1970. */
    long timestamp() {
        return timestamp;
    }

    long offset(int index) {
        return offsets == null ? first + index : offsets[index];
    }

    /** The offset after the last. */
    long end() {
        return offset(marks.length - 1) + 1;
    }

    /** The first offset that is not counted as settled; the end when all are. */
    long firstOpen() {
        return from == marks.length ? end() : offset(from);
    }

    /** Whether the record is settled: it is not to be handed out. */
    boolean isSettled(int index) {
        return (byte) MARK.getAcquire(marks, index) != 0;
    }

    /** Tells the settled and the unsettled records, in order. */
    void collect(RunCollector collector) {
        if (from > 0) {
            collector.settled(first, offset(from - 1) + 1);
        }
        for (int i = from; i < marks.length; i++) {
            if (marks[i] == COUNTED) {
                collector.settled(offset(i), offset(i) + 1);
            } else {
                collector.close();
            }
        }
    }

    /** Counts what was settled since the last call. */
    void countSettled() {
        if (open == 0) {
            return;
        }
        for (int i = marks.length - 1; i >= from; i--) { // downwards: see OffsetWatermark.countSettled
            if ((byte) MARK.getAcquire(marks, i) == FINISHED) {
                marks[i] = COUNTED;
                open--;
            }
        }
        while (from < marks.length && marks[from] == COUNTED) {
            from++;
        }
    }
}
