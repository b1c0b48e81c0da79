package io.trireme.pool;

import io.trireme.RunnerKind;
import io.trireme.child.ChildCalls;
import io.trireme.child.PortableCall;
import io.trireme.run.Runner;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * A pool of threads in this process, or of processes beside it: the verbs of {@link Pool} without a broker.
 *
 * <pre>{@code
 * try (var pool = LocalPool.calling(Thumbnails::shrink).processes(5).open()) {
 *     List<Thumbnail> small = pool.map(images);
 * }
 * }</pre>
 *
 * <p>Workers start only when a call waits and none of them is free. When the pool is closed they end.
 */
public final class LocalPool<A, R> extends Calls<A, R> {
    private static final int VIRTUAL_PROCESSES = 256;

    private final Runner runner;

    private LocalPool(Runner runner, LocalCrew<A, R> crew, int window, String name) {
        super(crew, window, name);
        this.runner = runner;
    }

    /** A pool, still to be opened, that calls this function. */
    public static <A, R> Builder<A, R> calling(Call<A, R> call) {
        return new Builder<>(call, LocalPool::onlyOne);
    }

    /** A pool, still to be opened, that calls this function of two arguments: for {@link #starmap}. */
    public static <A, B, R> Builder<List<?>, R> calling(BiCall<A, B, R> call) {
        return new Builder<>(
                arguments -> call.call(LocalPool.<A>at(arguments, 0), LocalPool.<B>at(arguments, 1)), LocalPool::both);
    }

    @SuppressWarnings("unchecked") // lists of arguments have no type; a wrong one fails its call
    private static <A> A at(List<?> arguments, int position) {
        return (A) arguments.get(position);
    }

    private static <A> A onlyOne(List<?> arguments) {
        return LocalPool.<A>at(counted(arguments, 1), 0);
    }

    private static List<?> both(List<?> arguments) {
        return counted(arguments, 2);
    }

    private static List<?> counted(List<?> arguments, int takes) {
        if (arguments.size() != takes) {
            throw new IllegalArgumentException(
                    "The pool's function takes %d arguments, but a call has %s".formatted(takes, arguments));
        }
        return arguments;
    }

    /** How many workers were started so far, at most the pool's {@code processes}. */
    public int startedWorkers() {
        return runner.workers(Integer.MAX_VALUE).size();
    }

    /** How many of those that were started have nothing to do now. */
    public int freeWorkers() {
        return startedWorkers() - runner.busy();
    }

    /** A function that may throw. In processes it goes there with all that it captured, which must be serializable then. */
    @FunctionalInterface
    public interface Call<A, R> extends PortableCall<A, R> {}

    /** What is to be done first. Goes to other processes as a {@link Call} does. */
    @FunctionalInterface
    public interface Initializer extends Runnable, Serializable {}

    /** A function of two arguments that may throw. */
    @FunctionalInterface
    public interface BiCall<A, B, R> extends Serializable {
        R call(A first, B second) throws Exception;
    }

    /** A pool that is not open yet. Each method changes it and returns it. */
    public static final class Builder<A, R> {
        private final Call<A, R> call;
        private final Function<List<?>, A> argument;
        private RunnerKind runner = RunnerKind.PLATFORM;
        private String name = "pool";
        private OptionalInt processes = OptionalInt.empty();
        private Initializer initializer = () -> {};
        private OptionalInt maxTasks = OptionalInt.empty();
        private Duration killGrace = Duration.ofSeconds(5);
        private Duration startTimeout = Duration.ofMinutes(1);
        private int maxMessageBytes = 64 << 20;
        private int maxWaiting = 10_000;
        private int window = 1_000;

        private Builder(Call<A, R> call, Function<List<?>, A> argument) {
            this.call = call;
            this.argument = argument;
        }

        /**
         * Where calls run: on platform threads unless this says otherwise. Virtual ones are for calls that wait; processes, one call
         * at a time in each, for those that leak, crash or do not stop: arguments and results must be serializable then.
         */
        public Builder<A, R> on(RunnerKind kind) {
            runner = kind;
            return this;
        }

        /** What its threads are named after. */
        public Builder<A, R> named(String threads) {
            name = threads;
            return this;
        }

        /** Most workers: the number of processors, or 256 virtual ones, unless this says otherwise. */
        public Builder<A, R> processes(int most) {
            processes = OptionalInt.of(Bounds.positive("processes", most));
            return this;
        }

        /**
         * What each worker's thread, or process, does before its first call. If it throws, so do the calls of the worker's first
         * chunk; a process ends by it.
         */
        public Builder<A, R> initializer(Initializer first) {
            initializer = first;
            return this;
        }

        /**
         * After how many calls a worker's thread, or process, ends, for another one to take its place; a chunk is not cut for
         * that, but between two processes. Not for virtual workers, whose threads end whenever no call waits.
         */
        public Builder<A, R> maxTasksPerWorker(int most) {
            maxTasks = OptionalInt.of(Bounds.positive("maxTasksPerWorker", most));
            return this;
        }

        /**
         * How long a call that is to stop may take to return from its process, and then that to end, before it is killed: 5
         * seconds unless this says otherwise.
         */
        public Builder<A, R> killGrace(Duration most) {
            killGrace = most;
            return this;
        }

        /** How long a process may take to start: a minute unless this says otherwise. */
        public Builder<A, R> startTimeout(Duration most) {
            startTimeout = most;
            return this;
        }

        /** Most bytes of an argument that goes to a process, or of a result that comes from it: 64 MiB unless this says otherwise. */
        public Builder<A, R> maxMessageBytes(int most) {
            maxMessageBytes = most;
            return this;
        }

        /**
         * Most calls of apply, chunks of imap and workers' shares of maps that
         * wait for a worker: 10,000 unless this says otherwise and, in either case, rounded up to a power of two.
         */
        public Builder<A, R> maxWaiting(int most) {
            maxWaiting = Bounds.positive("maxWaiting", most);
            return this;
        }

        /** Most items of one imap that are begun and not read: 1,000 unless this says otherwise. */
        public Builder<A, R> window(int items) {
            window = Bounds.positive("window", items);
            return this;
        }

        /**
         * Opens the pool; no worker starts yet.
         *
         * @throws io.trireme.TriremeException when what was said of processes is out of its range
         */
        public LocalPool<A, R> open() {
            if (runner == RunnerKind.VIRTUAL && maxTasks.isPresent()) {
                throw new IllegalArgumentException(
                        "maxTasksPerWorker is set for virtual workers, whose threads end whenever"
                                + " no call waits. Leave it out, or use platform threads.");
            }
            if (runner == RunnerKind.EVENT_LOOP) {
                throw new IllegalArgumentException(
                        "Calls of a local pool run on threads or in processes. Use virtual threads"
                                + " for calls that wait.");
            }
            int most = processes.orElse(
                    switch (runner) {
                        case PLATFORM, PROCESS -> Runtime.getRuntime().availableProcessors();
                        case VIRTUAL, EVENT_LOOP -> VIRTUAL_PROCESSES;
                    });
            Callee<A, R> callee = runner == RunnerKind.PROCESS
                    ? Callee.inProcesses(
                            name,
                            call,
                            initializer,
                            new ChildCalls.Limits(maxTasks, killGrace, startTimeout, maxMessageBytes))
                    : new Callee<>(call, initializer, maxTasks, () -> {});
            Runner workers = Runner.of(runner, name, most, maxWaiting);
            return new LocalPool<>(workers, new LocalCrew<>(workers, most, callee, argument), window, name);
        }
    }
}
