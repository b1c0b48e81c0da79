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
 * <p>As many chunks of it are begun at a time as its {@link Pace} has, as far as there is room; as one ends the next takes its
 * place, on the same worker where the crew can.
 *
 * <p>A chunk that takes another's place has no more calls, since it takes over its room. Where larger ones are due, one that
 * ends has none in its place, and its room is left to who begins next: by that, small chunks become larger ones when the room is
 * taken up. The last one that is begun never does that, so that there always is one whose end leads on.
 *
 * <p>Threading: any thread. Only one of them at a time begins chunks that take no other's place; who comes to that meanwhile leaves it
 * a note. So chunks that end while they are being begun, in any number, are no deep stack. On failure: a call that throws is an
 * outcome; a job for which there is no room at all is refused; one that got less room than it could use tries for more each time that a
 * chunk ends.
 *
 * @param <T> what comes of all its calls
 */
final class Job<A, R, T> {
    private final Crew<A, R> crew;
    private final Roll roll;
    private final Run run;
    private final List<? extends A> arguments;
    private final long first;
    private final Pace pace;
    private final Function<List<Ended<R>>, Ended<T>> sum;
    private final Ended<R>[] outcomes; // each written by who made the call, read by who ends the job
    private final Pending<T> result;

    private int next; // guarded by this: the first item of the next chunk

    private int active; // guarded by this: chunks begun that have not ended
    private boolean starting = true; // guarded by this: as good as one of them
    private boolean beginning = true; // guarded by this: somebody begins chunks, at first who starts it
    private boolean again; // guarded by this: and is to look once more when done

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
            Pace pace,
            Function<List<Ended<R>>, Ended<T>> sum,
            Consumer<? super Ended<T>> callback) {
        this.crew = crew;
        this.roll = roll;
        this.run = run;
        this.arguments = arguments;
        this.first = first;
        this.pace = pace;
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
        if (begun) {
            beginRest();
        }
        if (!begun && refused()) {
            roll.leave(this);
            throw new RejectedExecutionException(
                    "The pool has no room for another call. Submit fewer at once, read an imap, or raise maxWaiting.");
        }
        started();
        return result;
    }

    /** Nothing was begun: was that for lack of room? Else it was cancelled meanwhile, and ends as that. */
    private synchronized boolean refused() {
        if (wanted) {
            starting = false; // nobody can cancel it any more
        }
        return wanted;
    }

    private void started() {
        synchronized (this) {
            starting = false;
            if (active > 0) {
                return;
            }
        }
        over();
    }

    /** Begins as many chunks as there is room for, unless somebody does so already. */
    private void beginMore() {
        synchronized (this) {
            if (beginning) {
                again = true;
                return;
            }
            beginning = true;
        }
        beginRest();
    }

    private void beginRest() {
        do {
            while (beginNext()) {}
        } while (isToLookAgain());
    }

    private synchronized boolean isToLookAgain() {
        beginning = again;
        again = false;
        return beginning;
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
        Chunk<A, R> chunk = chunk(pace.next(active));
        if (chunk == null || !crew.admit(chunk)) {
            return null;
        }
        active++; // before it can end, which takes the lock
        return taken(chunk);
    }

    /** The next one, of so many calls at most; null: there is none, or none is to be begun. */
    private @Nullable Chunk<A, R> chunk(int calls) {
        return wanted && calls > 0 && next < arguments.size()
                ? new Chunk<>(this, next, Math.min(calls, arguments.size() - next))
                : null;
    }

    private Chunk<A, R> taken(Chunk<A, R> chunk) {
        next += chunk.size();
        pace.begun(chunk.size());
        return chunk;
    }

    /** A chunk of so many calls has ended. Returns the one that takes its place. */
    @Nullable
    Chunk<A, R> ended(int calls) {
        Chunk<A, R> follower;
        boolean last;
        synchronized (this) {
            int due = pace.next(active - 1);
            follower = due > calls && active > 1
                    ? null // larger ones are due, and others will end and begin them
                    : chunk(Math.min(calls, due));
            if (follower == null) {
                active--;
            } else {
                taken(follower);
            }
            last = active == 0 && !starting;
        }
        if (last) {
            over();
        } else {
            beginMore(); // there may have been no room for as many as this could use
        }
        return follower;
    }

    /** Nothing of it is begun, and nothing will be. */
    private void over() {
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
        if (!wanted || active == 0 && !starting) {
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

    Pace pace() {
        return pace;
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
