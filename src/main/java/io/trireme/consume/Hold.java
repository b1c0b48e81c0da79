package io.trireme.consume;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Keeps attempts from starting for as long as something applies to them. Those that a worker comes to wait here and hold
 * their lanes, the rest waits where it is; what runs already runs on.
 *
 * <p>A task that waits is taken out once, by whoever comes first: who made an end of what kept it, the poll thread that
 * closes its epoch, or the worker that has just put it in. Who takes it out goes on with it. The worker puts it in before it
 * looks once more whether it is to be kept; the others change that before they look who waits. So none is left behind.
 *
 * <p>Threading: any thread. Bounded by the tasks in flight.
 */
final class Hold {
    private final Predicate<Attempt> applies;
    private final Consumer<Attempt> resume;
    private final Set<Attempt> waiting = ConcurrentHashMap.newKeySet();

    /**
     * @param applies whether an attempt is to be kept now
     * @param resume has an attempt run that waited
     */
    Hold(Predicate<Attempt> applies, Consumer<Attempt> resume) {
        this.applies = applies;
        this.resume = resume;
    }

    /** Whether the attempt waits here from now on; else its worker goes on with it. */
    boolean keeps(Attempt attempt) {
        return isKept(attempt) && waits(attempt);
    }

    private boolean waits(Attempt attempt) {
        waiting.add(attempt);
        return isKept(attempt) || !waiting.remove(attempt);
    }

    /** What is given up is not kept: it has to let go of its room and its lane. */
    private boolean isKept(Attempt attempt) {
        return attempt.epoch().isOpen() && applies.test(attempt);
    }

    /** Has all go on that are not to be kept any more, and those of closed epochs let go. */
    void release() {
        for (Attempt attempt : waiting) {
            if (!isKept(attempt)) {
                letGo(attempt);
            }
        }
    }

    /** Has this one go on; false: it does not wait any more. */
    boolean letGo(Attempt attempt) {
        boolean waited = waiting.remove(attempt);
        if (waited) {
            resume.accept(attempt);
        }
        return waited;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    int size() {
        return waiting.size();
    }

    /** Those that wait, as far as they go on waiting. */
    Stream<Attempt> waiting() {
        return waiting.stream();
    }
}
