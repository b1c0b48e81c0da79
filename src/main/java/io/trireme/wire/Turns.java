package io.trireme.wire;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Who reads the answers, one thread at a time: the thread that waits for one, if nobody else reads, since what comes to it by way of
 * another thread comes later by a good part of what the whole call takes; and a thread of its own whenever nobody who waits does.
 *
 * <p>That one rests while others read for themselves, lest it be before them at the next call, and is woken when somebody waits who
 * does not read. Any thread.
 *
 * <p>The races. <em>The turn is given back while somebody begins to wait</em>: who waits was counted before it looks whether anybody
 * reads, and who stops reading looks afterwards whether anybody is counted. So either the one finds the turn free, and reads or
 * wakes the reader, or the other finds it counted, and wakes the reader; a wake that comes before the rest begins ends that at once.
 * <em>Whose wait ends early</em>, by an interrupt, its time, or an error of its thread, gives the turn back like any other, and an
 * interrupt is left for its own wait to find. What it had been given by then it has handed out, to all: a source loses nothing that it
 * has taken in. <em>The source is closed</em>: by the reader, in its turn; who comes after that is told by the source, and waits as if
 * another read. <em>Whose call ends without an answer</em>, while it reads, finds that out when its read ends.
 */
public final class Turns {
    /** Who has just read for itself will do so again. What nobody waits for is read so much later at most. */
    private static final Duration REST = Duration.ofMillis(100);

    private static final Duration LONGEST_READ = Duration.ofSeconds(1);

    /** Of who waits: what ends its call elsewhere, a lost lease or its time, is noticed so much later at most. */
    private static final Duration LONGEST_OF_ONES_OWN = Duration.ofMillis(250);

    private static final Duration SHORTEST_READ = Duration.ofMillis(1);

    private final Source source;
    private final LongSupplier nanoTime;
    private final Thread reader;
    private final ReentrantLock turn = new ReentrantLock();
    private final AtomicInteger waiting = new AtomicInteger(); // answers that somebody waits for
    private volatile long helped; // when somebody last read for itself or wanted to; written by those

    /** What answers come from. */
    @FunctionalInterface
    public interface Source {
        /** Takes in what has come, or comes within that time. */
        void read(Duration atMost);
    }

    private static final Turns OF_NOTHING = new Turns(
            atMost -> {
                throw new IllegalStateException("there is nothing to read");
            },
            System::nanoTime,
            new Thread());

    /** Where answers come by themselves. */
    public static Turns ofNothing() {
        return OF_NOTHING;
    }

    /** @param reader the thread whose turn it is if it is nobody's, see {@link #read} */
    public Turns(Source source, LongSupplier nanoTime, Thread reader) {
        this.source = source;
        this.nanoTime = nanoTime;
        this.reader = reader;
        this.helped = nanoTime.getAsLong() - REST.toNanos();
    }

    /** Somebody waits for that from now on. */
    public void expect(CompletableFuture<?> answer) {
        waiting.incrementAndGet();
        answer.whenComplete((any, failure) -> waiting.decrementAndGet());
    }

    /** Who waits does not read. */
    public void follow() {
        if (!turn.isLocked()) {
            LockSupport.unpark(reader);
        }
    }

    /**
     * Reads on this thread until that answer is there, unless another thread reads. It may return earlier: when the thread is
     * interrupted, or nothing can be read, or it is a virtual one, which would hold its carrier up.
     */
    public void await(CompletableFuture<?> answer, long nanos) {
        if (answer.isDone()) {
            return;
        }
        if (Thread.currentThread().isVirtual()) {
            follow();
        } else if (turn.tryLock()) {
            try {
                lead(answer, nanos);
            } finally {
                helped = nanoTime.getAsLong();
                turn.unlock();
                if (waiting.get() > 0) {
                    LockSupport.unpark(reader);
                }
            }
        } else {
            helped = nanoTime.getAsLong(); // the next time
        }
    }

    private void lead(CompletableFuture<?> answer, long nanos) {
        long begun = nanoTime.getAsLong();
        while (!answer.isDone() && !Thread.currentThread().isInterrupted()) {
            long left = nanos - (nanoTime.getAsLong() - begun);
            if (left <= 0) {
                return;
            }
            try {
                source.read(Duration.ofNanos(Math.clamp(left, SHORTEST_READ.toNanos(), LONGEST_OF_ONES_OWN.toNanos())));
            } catch (RuntimeException unreadable) {
                return; // or interrupted, or closed; the reader comes across it too and says so
            }
        }
    }

    /** Once around, on the reader's thread: rests or reads. */
    public void read() {
        long rest = helped + REST.toNanos() - nanoTime.getAsLong();
        if (rest > 0 && (waiting.get() == 0 || turn.isLocked())) {
            LockSupport.parkNanos(this, rest);
            return;
        }
        turn.lock();
        try {
            source.read(LONGEST_READ);
        } finally {
            turn.unlock();
        }
    }

    /** Does this while nobody reads. */
    public void alone(Runnable what) {
        turn.lock();
        try {
            what.run();
        } finally {
            turn.unlock();
        }
    }
}
