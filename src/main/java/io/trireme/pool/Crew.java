package io.trireme.pool;

import java.util.List;

/**
 * Where the calls of a pool run: its back end. Safe for any thread.
 *
 * @param <A> what a call takes
 * @param <R> what a call returns
 */
interface Crew<A, R> {
    /** Most chunks of one job that are worth having begun at once. */
    int width();

    /** The chunks in which a map of so many calls is best made. */
    int chunkSize(int calls);

    /** How a map of so many calls is cut into chunks unless it says otherwise. */
    default Pace pace(int calls) {
        return new Pace.Even(Math.max(1, chunkSize(calls)), width());
    }

    /** The one argument that stands for all of a call of a function that takes several. */
    A argument(List<?> arguments);

    /**
     * Takes the chunk in, if there is room for it; {@link #begin} has to follow. Called under the job's lock: it neither waits
     * nor calls what is the user's.
     *
     * @return false: no room, and nothing happens
     */
    boolean admit(Chunk<A, R> chunk);

    /**
     * Has the calls of an admitted chunk made some time; when all have ended, {@link Chunk#ended()} is due. Under no lock, since
     * it may wait for room to publish. Throws nothing: what goes wrong is how calls end. Where a job is a single call, its run shared
     * with others, {@link #help} or {@link #leave} follows.
     */
    void begin(Chunk<A, R> chunk);

    /**
     * Who submitted the job of a single call waits for it on this thread from now on, and may help it to its end. Returns when it has
     * ended, when that takes longer than help is worth, or when there is nothing to help with.
     */
    default void help(Job<A, R, ?> job) throws InterruptedException {}

    /** Nobody helps the job of a single call: it ends by itself. */
    default void leave(Job<A, R, ?> job) {}

    /** The pool was terminated: {@link #cancel} follows for each job that was dropped. */
    void terminate();

    /** The job was cancelled: asks its calls that run to stop, and sees to it that those that wait end. */
    void cancel(Job<A, R, ?> job);

    /** No job is left and none will come: lets the workers go. Waits for none. */
    void close();
}
