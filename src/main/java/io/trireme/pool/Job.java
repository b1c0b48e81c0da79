package io.trireme.pool;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls that were submitted together: one of an apply, all of a map, a chunk of an imap.
 *
 * <p>At most {@link Crew#width()} chunks of it are begun at a time; as one ends the next takes its place, on the same
 * worker where the crew can. So a map of a million calls takes no more of the crew's room than one of a hundred.
 *
 * <p>Threading: any thread. On failure: a call that throws is an outcome; a job for which there is no room at all is
 * refused; one that got less room than it could use tries for more each time that a chunk ends.
 *
 * @param <T> what comes of all its calls
 */
final class Job<A, R, T> {
    private final Crew<A, R> crew;
    private final Roll roll;
    private final Run run;
    private final List<? extends A> arguments;
    private final long first;
    private final int chunkSize;
    private final Function<List<Ended<R>>, Ended<T>> sum;
    private final Ended<R>[] outcomes; // each written by who made the call, read by who ends the job
    private final Pending<T> result;

    private int next; // guarded by this: the first item of the next chunk

    /** Guarded by this: chunks begun that have not ended; and who starts it, as long as chunks are being begun. */
    private int active = 1;

    private volatile boolean wanted = true; // written under the lock, read by workers before each call

    /**
     * @param run what it is cancelled together with
     * @param arguments of its calls
     * @param first the index of the first of them, for people
     * @param sum turns what came of each into what came of all
     */
    @SuppressWarnings("unchecked") // there are no arrays of a generic type
    Job(
            Crew<A, R> crew,
            Roll roll,
            Run run,
            List<? extends A> arguments,
            long first,
            int chunkSize,
            Function<List<Ended<R>>, Ended<T>> sum,
            Consumer<? super Ended<T>> callback) {
        this.crew = crew;
        this.roll = roll;
        this.run = run;
        this.arguments = arguments;
        this.first = first;
        this.chunkSize = chunkSize;
        this.sum = sum;
        this.outcomes = (Ended<R>[]) new Ended<?>[arguments.size()];
        this.result = new Pending<>(callback, this::cancel);
    }

    /**
     * Begins.
     *
     * @throws IllegalStateException the pool is closed
     * @throws RejectedExecutionException there is no room
     */
    Pending<T> start() {
        roll.enter(this);
        boolean begun = arguments.isEmpty() || beginNext();
        while (begun && beginNext()) {}
        if (!begun && refused()) {
            roll.leave(this);
            throw new RejectedExecutionException(
                    "The pool has no room for another call. Submit fewer at once, read an imap, or raise maxWaiting.");
        }
        release();
        return result;
    }

    /** Nothing was begun: was that for lack of room? Else it was cancelled meanwhile, and ends as that. */
    private synchronized boolean refused() {
        if (wanted) {
            active = 0; // nobody can cancel it any more
        }
        return wanted;
    }

    /** Whether a chunk was begun: there is one left, worth beginning beside those that are, and room for it. */
    private boolean beginNext() {
        Chunk<A, R> chunk = admitted();
        if (chunk == null) {
            return false;
        }
        crew.begin(chunk); // outside the lock: who cancels is not to wait for what is being published
        return true;
    }

    private synchronized @Nullable Chunk<A, R> admitted() {
        if (active > crew.width()) { // whoever begins counts as one
            return null;
        }
        int from = next;
        Chunk<A, R> chunk = take();
        if (chunk == null) {
            return null;
        }
        if (!crew.admit(chunk)) {
            next = from; // nobody took another one meanwhile, since that takes the lock
            return null;
        }
        active++; // before it can end, which takes the lock
        return chunk;
    }

    private @Nullable Chunk<A, R> take() {
        if (!wanted || next >= arguments.size()) {
            return null;
        }
        int size = Math.min(chunkSize, arguments.size() - next);
        var chunk = new Chunk<>(this, next, size);
        next += size;
        return chunk;
    }

    /** A chunk has ended. Returns the one that takes its place. */
    @Nullable
    Chunk<A, R> ended() {
        Chunk<A, R> follower;
        synchronized (this) {
            follower = take();
        }
        if (follower == null) {
            release();
        } else {
            while (beginNext()) {} // there may have been no room for as many as this could use
        }
        return follower;
    }

    private void release() {
        synchronized (this) {
            active--;
            if (active > 0) {
                return;
            }
        }
        if (wanted) {
            result.end(sum.apply(List.of(outcomes)));
        }
        roll.leave(this);
    }

    /** Ends it as cancelled, for whoever waits; it stays on the roll until its calls have really ended. */
    boolean cancel() {
        return drop() && endDropped();
    }

    /** Begins no more of its calls, from now on; false if it has ended, or was dropped before. */
    synchronized boolean drop() {
        if (!wanted || active == 0) {
            return false;
        }
        wanted = false;
        return true;
    }

    /** Lets those go who wait for it, and interrupts its calls that run. */
    boolean endDropped() {
        boolean cancelled = result.end(new Ended.Threw<>(
                new CancellationException("The call was cancelled, or its pool terminated, before it had ended.")));
        crew.cancel(this);
        return cancelled;
    }

    Run run() {
        return run;
    }

    A argument(int item) {
        return arguments.get(item);
    }

    long index(int item) {
        return first + item;
    }

    void outcome(int item, Ended<R> outcome) {
        outcomes[item] = outcome;
    }

    boolean isWanted() {
        return wanted;
    }
}
