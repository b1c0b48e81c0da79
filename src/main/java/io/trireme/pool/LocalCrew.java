package io.trireme.pool;

import io.trireme.run.Runner;
import io.trireme.run.Work;
import java.util.List;
import java.util.function.Function;

/**
 * The local back end: calls on the workers of a runner in this process.
 *
 * <p>A runner rather than an executor of the JDK, whose pools start threads while others are idle, or queue while more
 * could be started, and cannot interrupt the thread that runs a certain call without a risk of hitting the next one.
 *
 * <p>Threading: any thread. On failure: what a call throws is its outcome; so is what the initializer throws, for the calls of
 * the chunk that its worker was to begin with, and the next chunk there tries it again.
 */
final class LocalCrew<A, R> implements Crew<A, R> {
    /** So many chunks for each worker of a map, as Python has it: some are slower than others. */
    private static final int CHUNKS_PER_WORKER = 4;

    private final Runner runner;
    private final int processes;
    private final Callee<A, R> callee;
    private final Function<List<?>, A> argument;
    private final int maxTasks;

    /** Where a worker's thread remembers what it did. */
    private final ThreadLocal<Seat> seats = ThreadLocal.withInitial(Seat::new);

    LocalCrew(Runner runner, int processes, Callee<A, R> callee, Function<List<?>, A> argument) {
        this.runner = runner;
        this.processes = processes;
        this.callee = callee;
        this.argument = argument;
        this.maxTasks = callee.maxTasks().orElse(Integer.MAX_VALUE);
    }

    @Override
    public int width() {
        return processes;
    }

    @Override
    public int chunkSize(int calls) {
        return Math.ceilDiv(calls, processes * CHUNKS_PER_WORKER);
    }

    @Override
    public A argument(List<?> arguments) {
        return argument.apply(arguments);
    }

    @Override
    public boolean admit(Chunk<A, R> chunk) {
        return runner.offer(new Turn(chunk));
    }

    @Override
    public void begin(Chunk<A, R> chunk) {
        runner.signal();
    }

    @Override
    public void cancel(Job<A, R, ?> job) {
        // The job was marked before: a turn that is not seen running here sees the mark before it makes a call.
        runner.interrupt(work -> work instanceof LocalCrew<?, ?>.Turn turn && turn.chunk.job() == job);
    }

    @Override
    public void terminate() {}

    @Override
    public void close() {
        runner.close();
        callee.end().run();
    }

    /** What a worker's thread did for this pool. */
    private static final class Seat {
        private boolean initialized;
        private int calls;
    }

    /** A chunk on its way to a worker. */
    private final class Turn implements Work {
        private final Chunk<A, R> chunk;

        private Turn(Chunk<A, R> chunk) {
            this.chunk = chunk;
        }

        @Override
        public Work run() {
            Seat seat = seats.get();
            for (int i = 0; i < chunk.size() && chunk.isWanted(); i++) {
                make(i, seat);
            }
            seat.calls += chunk.size();
            Chunk<A, R> follower = chunk.ended();
            if (seat.calls < maxTasks) {
                return follower == null ? NONE : new Turn(follower);
            }
            if (follower == null || runner.offer(new Turn(follower))) {
                return LAST;
            }
            return new Turn(follower); // no room for it but here, on a worker that serves a little longer
        }

        private void make(int i, Seat seat) {
            try {
                if (!seat.initialized) {
                    callee.initializer().run();
                    seat.initialized = true;
                }
                chunk.returned(i, callee.call().call(chunk.argument(i)));
            } catch (Throwable thrown) { // a call may throw anything; the worker must survive
                chunk.threw(i, thrown);
            }
        }
    }
}
