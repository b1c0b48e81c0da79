package io.trireme.pool;

import java.time.Duration;
import java.util.Optional;

/**
 * Into what chunks a job is cut, one after the other.
 *
 * <p>Threading: any thread. What is told of answers is known to the chunks that begin afterwards.
 */
interface Pace {
    /**
     * How many calls the chunk has that is begun next, if so many are left; 0: it is not worth beginning one beside those that are.
     * Changes nothing.
     *
     * @param begun chunks of the job that are and have not ended; if it is 0 one is worth beginning
     */
    int next(int begun);

    /** A chunk of so many calls is begun. */
    default void begun(int calls) {}

    /** For how long a worker may go on beginning calls of a chunk; then it leaves the others. Empty: until all are made. */
    default Optional<Duration> within() {
        return Optional.empty();
    }

    /**
     * A chunk that was one task is answered, or a call that was.
     *
     * @param calls how many it had
     * @param made how many of them its worker made
     * @param nanos how long these took it; 0: it does not say
     */
    default void answered(int calls, int made, long nanos) {}

    /** A chunk of so many calls that was one task failed as one. */
    default void failed(int calls) {}

    /**
     * Chunks of the same size, but for the last one.
     *
     * @param size how many calls
     * @param width most chunks that are worth having begun at once
     */
    record Even(int size, int width) implements Pace {
        @Override
        public int next(int begun) {
            return begun < width ? size : 0;
        }
    }
}
