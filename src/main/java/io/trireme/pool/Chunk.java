package io.trireme.pool;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Calls of a job that are handed to the crew together.
 *
 * <p>Threading: made under the job's lock. Each outcome is written by one thread, and whoever calls {@link #ended()} has seen
 * all of them.
 *
 * @param job whose calls they are
 * @param from the first of them, among the job's items
 * @param size how many
 */
record Chunk<A, R>(Job<A, R, ?> job, int from, int size) {
    A argument(int call) {
        return job.argument(from + call);
    }

    /** Those of all its calls. */
    List<A> arguments() {
        return IntStream.range(0, size).mapToObj(this::argument).toList();
    }

    /** Whether anybody still waits for it; calls that have not begun are left out if not. */
    boolean isWanted() {
        return job.isWanted();
    }

    void returned(int call, R value) {
        job.outcome(from + call, new Ended.Returned<>(value));
    }

    void threw(int call, Throwable cause) {
        job.outcome(from + call, new Ended.Threw<>(new CallFailed(job.index(from + call), cause)));
    }

    /** Whether none of its job was begun before. */
    boolean isFirst() {
        return from == 0;
    }

    /** All calls of it have ended, or were left out. Returns the chunk to be begun in its place, if there is one, of no more calls. */
    @Nullable
    Chunk<A, R> ended() {
        return job.ended(size);
    }
}
