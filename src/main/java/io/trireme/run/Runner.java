package io.trireme.run;

import io.trireme.RunnerKind;
import java.util.List;
import java.util.function.Predicate;

/**
 * A bounded pool of workers that take work from one shared queue, first come first served.
 *
 * <p>Workers start only when work waits and none of them is idle. All methods may be called from any thread.
 */
public interface Runner extends AutoCloseable {
    /** Most workers that {@link #limit(int)} may allow, unless the runner was made for more: it sizes arrays. */
    int MOST_AT_RUN_TIME = 10_000;

    /** More than so much in line is a crowd: about a millisecond's work for two processors, and little beside their caches. */
    int CROWD = 512;

    /**
     * A runner of this kind.
     *
     * @param name what its threads are named after
     * @param concurrency most workers, and so most work running at once
     * @param capacity most work waiting; the caller bounds what it offers by this, and asks for {@link #forStretches} of
     *     it where it offers several at once
     */
    static Runner of(RunnerKind kind, String name, int concurrency, int capacity) {
        return switch (kind) {
            case VIRTUAL, EVENT_LOOP -> // the virtual threads wait for the loops: see EventLoops
                new ThreadRunner(new Bank.Virtual(name), concurrency, capacity);
            case PLATFORM, PROCESS -> // each thread waits for its child process
                new ThreadRunner(new Bank.Platform(name), concurrency, capacity);
        };
    }

    /**
     * The capacity for so much work waiting, some of it offered together.
     *
     * <p>Beside what waits there may be as many stretches of which others have taken all: none is put back empty, so at most
     * as many as held something when the first that is in the queue now went in.
     */
    static int forStretches(int waiting) {
        return 2 * waiting;
    }

    /** Queues the work without waking a worker; {@link #signal()} has to follow. False: no room, the caller keeps it. */
    boolean offer(Work work);

    /**
     * The same for works that stand side by side: each may begin at once, and they are begun in this order.
     *
     * @param works at least one; the array is the runner's from now on
     */
    boolean offerAll(Work[] works);

    /** Sees to it that what was offered is taken by a worker. Call it once after a run of offers. */
    void signal();

    /** Whether work was offered that no worker has taken yet. */
    boolean hasReady();

    /**
     * Whether more than {@link #CROWD} stand in line for a worker or a processor, which have enough for now: what is
     * offered beyond that gains nothing, and has left the processor's caches when its turn comes.
     */
    boolean isCrowded();

    /** How often a worker was started or woken, since there was work and too few were awake. */
    long wakes();

    /** Whether work that matches runs now. Work that began before this call and has not ended is seen for certain. */
    boolean runs(Predicate<Work> which);

    /**
     * Interrupts the threads that run work that matches; never one that has gone on to other work.
     *
     * @return how many
     */
    int interrupt(Predicate<Work> which);

    /** The workers that were ever started, by name, with what they run now; at most {@code limit}, busy ones first. */
    List<WorkerView> workers(int limit);

    /** How many workers run something now. */
    int busy();

    /**
     * Lets so many workers take work from now on, from 1 to {@link #MOST_AT_RUN_TIME} or what the runner was made with. Of
     * those that are too many each ends what it runs, and leaves what follows in its lane to the others.
     */
    void limit(int concurrency);

    /** How many workers may take work. */
    int limit();

    /** Lets idle workers end, and the others as soon as they are idle. Waits for none. */
    @Override
    void close();
}
