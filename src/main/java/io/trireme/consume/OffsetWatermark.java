package io.trireme.consume;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Turns settlements that arrive in any order into the one offset that is safe to commit, for one partition and epoch.
 *
 * <p>Remembers offsets as they were fetched and never counts: compacted and transactional topics skip offsets, so
 * "last + 1" may never come. Keeps the stretches from the first unsettled record on, in the order of their offsets;
 * batches that are wholly settled behind an unsettled record melt into one {@link Settled} stretch, so that one stuck
 * task with a million settled behind it costs little.
 *
 * <p>Not thread-safe: owned by the poll thread; other threads touch the {@link Batch} alone. A rewound partition needs a
 * new watermark.
 */
final class OffsetWatermark {
    private static final long UNKNOWN = -1;

    /** Batches and settled stretches between them; the first one is a batch with an open record. */
    private final List<Stretch> stretches = new ArrayList<>();

    private long position = UNKNOWN; // of the next record to be fetched
    private int ahead;

    /** The offset after the last one fetched, or the consumer's own; empty until the first of these is known. */
    OptionalLong position() {
        return position == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(position);
    }

    /**
     * Takes in what a poll fetched.
     *
     * @throws IllegalStateException if the partition was rewound
     */
    void fetched(Batch batch) {
        if (batch.offset(0) < position) {
            throw new IllegalStateException("offset " + batch.offset(0) + " fetched where " + position
                    + " or later was to come: the partition was rewound; drop this watermark and start a new one");
        }
        stretches.add(new Stretch(batch));
        position = batch.end();
    }

    /**
     * Counts what was settled since the last call.
     *
     * <p>Looks at the highest offset first, and the order matters. Walk-through: tasks 3 and 7 have one key. Looking
     * upwards, 3 is seen unsettled; then both are settled; then 7 is seen settled. The map would say that 7 is done and
     * 3 is not, and after a crash 3 would run alone, after 7. Looking downwards, whoever sees 7 settled sees 3 settled,
     * since 3 was settled before 7 began. (Unless 3 is a dead letter: its lane goes on while the letter is written.)
     */
    void countSettled() {
        for (Stretch stretch : stretches.reversed()) {
            stretch.countSettled();
        }
        int kept = 0;
        ahead = 0;
        for (int i = 0; i < stretches.size(); i++) {
            Stretch stretch = stretches.get(i);
            if (stretch.isSettled()) {
                if (kept == 0) {
                    continue; // before the first unsettled record: done with
                }
                ahead += stretch.records;
                if (stretches.get(kept - 1).absorbs(stretch)) {
                    continue;
                }
            } else {
                ahead += stretch.settled() - (kept == 0 ? stretch.settledAtFirst() : 0);
            }
            stretches.set(kept++, stretch);
        }
        stretches.subList(kept, stretches.size()).clear();
    }

    /** The offset to commit: the first one that a restart must read again; empty while no position is known. */
    OptionalLong committable() {
        return stretches.isEmpty()
                ? position()
                : OptionalLong.of(stretches.getFirst().firstOpen());
    }

    /** The settled runs beyond the watermark, as of the last count. */
    List<CompletedAhead.Run> runsAhead() {
        var runs = new ArrayList<CompletedAhead.Run>();
        if (ahead > 0) {
            var collector = new RunCollector(runs, committable().orElse(0));
            stretches.forEach(stretch -> stretch.collect(collector));
            collector.close();
        }
        return runs;
    }

    /** How many records from {@code from} until before {@code to} are unsettled, as of the last count. */
    long unsettled(long from, long to) {
        long unsettled = 0;
        for (Stretch stretch : stretches) {
            unsettled += stretch.unsettled(from, to);
        }
        return unsettled;
    }

    /** Whether this offset was fetched and is settled, or holds no record, as of the last count. */
    boolean isSettled(long offset) {
        if (offset >= position) {
            return false;
        }
        for (Stretch stretch : stretches) {
            if (offset < stretch.end) {
                return offset < stretch.first || stretch.isCounted(offset);
            }
        }
        return true;
    }

    /** How many settled records lie beyond the watermark, as of the last count. */
    int ahead() {
        return ahead;
    }

    /** How many batches and settled stretches are remembered. */
    int stretches() {
        return stretches.size();
    }

    /** Whether nothing fetched is unsettled, as of the last count. */
    boolean isEmpty() {
        return stretches.isEmpty();
    }

    /** When the batch with the first unsettled record was written, in milliseconds since 1970; empty: none. */
    OptionalLong oldest() {
        return stretches.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(stretches.getFirst().timestamp());
    }

    /**
     * With nothing unsettled: the consumer's own position, which lies beyond transaction markers and compacted gaps, so
     * that these do not leave a lag at the end of a partition.
     */
    void caughtUp(long consumerPosition) {
        if (isEmpty() && consumerPosition > position) {
            position = consumerPosition;
        }
    }

    /** A batch, until it is wholly settled; then only where it ended and how many records it had. */
    private static final class Stretch {
        private @Nullable Batch batch;
        private int records;
        private final long first;
        private long end;

        private Stretch(Batch batch) {
            this.batch = batch;
            this.records = batch.size();
            this.first = batch.offset(0);
            this.end = batch.end();
        }

        private void collect(RunCollector collector) {
            if (batch == null) {
                collector.settled(first, end);
            } else {
                batch.collect(collector);
            }
        }

        private void countSettled() {
            if (batch != null) {
                batch.countSettled();
                if (batch.open() == 0) {
                    batch = null;
                }
            }
        }

        private boolean isSettled() {
            return batch == null;
        }

        private boolean absorbs(Stretch next) {
            if (batch == null) {
                records += next.records;
                end = next.end;
            }
            return batch == null;
        }

        private int settled() {
            return batch == null ? records : batch.settled();
        }

        private int unsettled(long from, long to) {
            if (batch == null || end <= from || first >= to) {
                return 0;
            }
            return first >= from && end <= to ? batch.open() : batch.open(from, to);
        }

        private boolean isCounted(long offset) {
            return batch == null || batch.isCounted(offset);
        }

        private int settledAtFirst() {
            return batch == null ? 0 : batch.settledAtFirst();
        }

        private long firstOpen() {
            if (batch == null) {
                throw new IllegalStateException("a settled stretch has no open record");
            }
            return batch.firstOpen();
        }

        private long timestamp() {
            return batch == null ? 0 : batch.timestamp();
        }
    }

    /** Joins settled records into runs that an unsettled record ends. */
    static final class RunCollector {
        private static final long NONE = -1;

        private final List<CompletedAhead.Run> runs;
        private long first = NONE;
        private long end;

        private final long watermark;

        private RunCollector(List<CompletedAhead.Run> runs, long watermark) {
            this.runs = runs;
            this.watermark = watermark;
        }

        /** Everything from {@code from} until before {@code until} is settled. */
        void settled(long from, long until) {
            if (until <= watermark) {
                return; // the commit's offset says so already
            }
            if (first == NONE) {
                first = from;
            }
            end = until;
        }

        /** An unsettled record comes. */
        void close() {
            if (first != NONE) {
                runs.add(new CompletedAhead.Run(first, end));
                first = NONE;
            }
        }
    }
}
