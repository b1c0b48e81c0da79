package io.trireme.deadletter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Reads letters on a thread of its own, a bounded number of them ahead of who moves them: while the brokers take the letters of one
 * partition, those of the next are read.
 *
 * <p>{@link #next} and {@link #close} are called by one thread. What goes wrong while reading is the last step.
 */
final class ReadAhead implements AutoCloseable {
    /** Letters handed over at once. */
    private static final int LETTERS_TOGETHER = 500;

    /** The same in bytes of keys and payloads. */
    private static final long BYTES_TOGETHER = 1024 * 1024;

    /** Most steps ahead. */
    private static final int STEPS = 32;

    /** What comes of reading, in order. */
    sealed interface Step {
        /** Letters that match. */
        record Letters(List<Letter> letters) implements Step {}

        /** All letters among so many records were handed over. */
        record Looked(long records, long all) implements Step {}

        /** There are no more; with what went wrong, if something did. */
        record End(Optional<RuntimeException> failure) implements Step {}
    }

    /** Where letters come from. */
    interface Source extends AutoCloseable {
        /** Gives each letter to {@code whom} until that says it has enough. */
        void each(MoveProgress progress, LetterReader.LetterSink whom);

        @Override
        void close();
    }

    private final Source source;
    private final LetterFilter filter;
    private final BlockingQueue<Step> steps = new ArrayBlockingQueue<>(STEPS);
    private final Thread thread;
    private volatile boolean closed; // written by close()
    private boolean ending; // the source is being closed; guarded by this
    private List<Letter> letters = new ArrayList<>(); // this one and the next: the reading thread's
    private long bytes;

    private ReadAhead(Source source, LetterFilter filter) {
        this.source = source;
        this.filter = filter;
        this.thread = Thread.ofPlatform().daemon(true).name("trireme-letters").unstarted(this::read);
    }

    /** @param source closed at the end */
    static ReadAhead start(Source source, LetterFilter filter) {
        var ahead = new ReadAhead(source, filter);
        ahead.thread.start();
        return ahead;
    }

    /** The next step; empty when there is none within {@code patience}. None comes behind an end. */
    Optional<Step> next(Duration patience) throws InterruptedException {
        return Optional.ofNullable(steps.poll(patience.toNanos(), TimeUnit.NANOSECONDS));
    }

    private void read() {
        Optional<RuntimeException> failure = Optional.of(new IllegalStateException(
                "The letters were not read to their end; what ended the thread trireme-letters is in the log."));
        try {
            source.each(
                    (looked, all) -> {
                        if (handOver()) {
                            put(new Step.Looked(looked, all));
                        }
                    },
                    this::take);
            failure = Optional.empty();
        } catch (RuntimeException wrong) {
            failure = Optional.of(wrong);
        } finally { // also where memory ran out, say: who moves letters waits for the end
            end(failure);
        }
    }

    /**
     * Walk-through of a close meanwhile: if it comes before the source's own end, its interrupt is wiped away, for the sake of that,
     * and what it says is known by the flag; if it comes while that goes on it interrupts nobody, and afterwards the wait for room.
     */
    private void end(Optional<RuntimeException> failure) {
        sourceEnds(true);
        try {
            source.close();
        } finally {
            sourceEnds(false);
            put(new Step.End(failure));
        }
    }

    private synchronized void sourceEnds(boolean now) {
        ending = now;
        Thread.interrupted();
    }

    private boolean take(Letter letter) {
        if (!filter.matches(letter)) {
            return !closed;
        }
        letters.add(letter);
        bytes += (long) letter.record().serializedKeySize() + letter.record().serializedValueSize();
        return letters.size() < LETTERS_TOGETHER && bytes < BYTES_TOGETHER || handOver();
    }

    private boolean handOver() {
        if (letters.isEmpty()) {
            return !closed;
        }
        var full = letters;
        letters = new ArrayList<>();
        bytes = 0;
        return put(new Step.Letters(full));
    }

    /** False: nobody wants more. */
    private boolean put(Step step) {
        if (closed) {
            return false;
        }
        try {
            steps.put(step);
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends the reading, if it is not over. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (!ending) {
                thread.interrupt();
            }
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
