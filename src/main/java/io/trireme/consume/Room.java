package io.trireme.consume;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * What is held of tasks, against its bounds, with a {@link Share} of it for each epoch; and how the poll thread waits until
 * attempts have ended, so that a full consumer goes on as soon as there is room.
 *
 * <p>The poll thread adds up what it takes in, other threads what has ended; the difference is held. Records and bytes
 * travel in one number, so that an ending is one addition: the bytes in the lower bits, the records above them. Sums may
 * run over, differences do not, since no process holds 2^40 bytes or 2^24 records.
 *
 * <p>While nobody waits an ending attempt reads one field more. The poll thread wishes for a number of endings; the
 * attempt that brings the last of them wakes it. An attempt that ended just before the wish is not counted, hence the
 * bound on the wait.
 */
final class Room {
    private static final int BYTES = 40;

    private final int maxRecords;
    private final long maxBytes;
    private final AtomicInteger wished = new AtomicInteger();
    private volatile Thread waiting = Thread.currentThread(); // written by the poll thread before it wishes
    private final List<Share> shares = new ArrayList<>(); // the poll thread's, like what follows
    private long held; // in all, when last looked at

    Room(int maxRecords, long maxBytes) {
        this.maxRecords = maxRecords;
        this.maxBytes = maxBytes;
    }

    private static long weight(int bytes) {
        return 1L << BYTES | bytes;
    }

    private static int records(long held) {
        return (int) (held >>> BYTES);
    }

    /** What a new epoch holds. Poll thread only. */
    Share share() {
        var share = new Share();
        shares.add(share);
        return share;
    }

    /** Whether a record of so many bytes may be taken in; one always may. Poll thread only. */
    boolean hasRoom(int bytes) {
        if (fits(bytes)) {
            return true;
        }
        look();
        return fits(bytes);
    }

    private boolean fits(int bytes) {
        return records() < maxRecords && (bytes() + bytes <= maxBytes || records() == 0);
    }

    /** Whether what is held stays within the bytes allowed with so many more. Poll thread only. */
    boolean isBelow(long more) {
        return bytes() + more < maxBytes;
    }

    /** How many records were held when the poll thread last looked. Poll thread only. */
    int records() {
        return records(held);
    }

    /** How many bytes were held when the poll thread last looked. Poll thread only. */
    long bytes() {
        return held & (1L << BYTES) - 1;
    }

    /** Looks how much has ended. Poll thread only. */
    void look() {
        held = 0;
        for (Share share : shares) {
            share.held = share.taken - share.ended.sum();
            held += share.held;
        }
        shares.removeIf(share -> share.closed && share.held == 0);
    }

    /**
     * Waits on the poll thread for {@code endings} of attempts, at most this long.
     *
     * @param pointless asked once more after the wish was made: whether there is nothing to wait for
     */
    void await(int endings, Duration atMost, BooleanSupplier pointless) {
        waiting = Thread.currentThread();
        wished.set(endings);
        if (!pointless.getAsBoolean()) {
            LockSupport.parkNanos(this, atMost.toNanos());
        }
        wished.set(0);
    }

    /** What one epoch holds of the room: forgotten when the epoch is over and the last of it has ended. */
    final class Share {
        private final LongAdder ended = new LongAdder();
        private long taken; // the poll thread's, like what follows
        private long held; // when last looked at
        private boolean closed;

        private Share() {}

        /** A record of so many bytes was taken in. Poll thread only. */
        void taken(int bytes) {
            long weight = weight(bytes);
            taken += weight;
            held += weight;
            Room.this.held += weight;
        }

        /** How many records are held, when last looked at. Poll thread only. */
        int records() {
            return Room.records(held);
        }

        /** Nothing more is taken in. Poll thread only. */
        void close() {
            closed = true;
        }

        /** A record of so many bytes is held no longer. Any thread. */
        void ended(int bytes) {
            ended.add(weight(bytes));
            if (wished.getOpaque() > 0 && wished.decrementAndGet() == 0) {
                LockSupport.unpark(waiting);
            }
        }
    }
}
