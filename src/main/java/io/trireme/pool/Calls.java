package io.trireme.pool;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The verbs of a pool, over any crew: what the pools have in common.
 *
 * <p>Threading: any thread; it holds nothing but the roll.
 */
abstract sealed class Calls<A, R> implements Pool<A, R> permits ClusterPool, LocalPool {
    private final Crew<A, R> crew;
    private final int window;
    private final Roll roll;
    private final String name;
    private final Run single;
    private final AtomicInteger runs = new AtomicInteger();

    /**
     * @param window most items of one imap that are begun and not yet read
     * @param name of the pool, which its runs are named after
     */
    Calls(Crew<A, R> crew, int window, String name) {
        this.crew = crew;
        this.window = window;
        this.name = name;
        this.single = new Run(name, true);
        this.roll = new Roll(crew);
    }

    @Override
    public final R apply(A argument) throws InterruptedException {
        Job<A, R, R> job = single(argument, ended -> {});
        Pending<R> result = job.start();
        try {
            crew.help(job);
            return result.get();
        } catch (InterruptedException stopped) {
            result.cancel();
            throw stopped;
        }
    }

    @Override
    public final AsyncResult<R> applyAsync(A argument, Consumer<? super Ended<R>> callback) {
        Job<A, R, R> job = single(argument, callback);
        Pending<R> result = job.start();
        crew.leave(job);
        return result;
    }

    private Job<A, R, R> single(A argument, Consumer<? super Ended<R>> callback) {
        return new Job<>(crew, roll, single, List.of(argument), 0, new Pace.Even(1, 1), List::getFirst, callback);
    }

    @Override
    public final AsyncResult<List<R>> mapAsync(
            Iterable<? extends A> arguments, Consumer<? super Ended<List<R>>> callback) {
        return map(arguments, Function.identity(), crew::pace, callback);
    }

    @Override
    public final AsyncResult<List<R>> mapAsync(
            Iterable<? extends A> arguments, int chunkSize, Consumer<? super Ended<List<R>>> callback) {
        return map(arguments, Function.identity(), even(chunkSize), callback);
    }

    @Override
    public final AsyncResult<List<R>> starmapAsync(
            Iterable<? extends List<?>> calls, Consumer<? super Ended<List<R>>> callback) {
        return map(calls, crew::argument, crew::pace, callback);
    }

    @Override
    public final AsyncResult<List<R>> starmapAsync(
            Iterable<? extends List<?>> calls, int chunkSize, Consumer<? super Ended<List<R>>> callback) {
        return map(calls, crew::argument, even(chunkSize), callback);
    }

    private IntFunction<Pace> even(int chunkSize) {
        checkChunk(chunkSize);
        return calls -> new Pace.Even(chunkSize, crew.width());
    }

    /** @param pace of so many calls */
    private <I> AsyncResult<List<R>> map(
            Iterable<? extends I> items,
            Function<? super I, ? extends A> argument,
            IntFunction<Pace> pace,
            Consumer<? super Ended<List<R>>> callback) {
        var arguments = new ArrayList<A>();
        items.forEach(item -> arguments.add(argument.apply(item)));
        return new Job<>(crew, roll, run(), arguments, 0, pace.apply(arguments.size()), Calls::all, callback).start();
    }

    @Override
    public final Stream<R> imap(Iterable<? extends A> arguments, int chunkSize) {
        return stream(arguments, chunkSize, Results.Order.OF_ARGUMENTS);
    }

    @Override
    public final Stream<R> imapUnordered(Iterable<? extends A> arguments, int chunkSize) {
        return stream(arguments, chunkSize, Results.Order.OF_ENDING);
    }

    private Stream<R> stream(Iterable<? extends A> arguments, int chunkSize, Results.Order order) {
        checkChunk(chunkSize);
        int chunks = Math.max(1, window / chunkSize);
        Run run = run();
        Results.Beginning<A, R> begin = (chunk, first, callback) -> begin(run, chunk, first, callback);
        var results = new Results<A, R>(begin, arguments::iterator, chunkSize, chunks, order);
        return StreamSupport.stream(results, false).onClose(results::close);
    }

    private Run run() {
        return new Run(name + "-" + runs.incrementAndGet(), false);
    }

    private AsyncResult<List<Ended<R>>> begin(Run run, List<A> arguments, long first, Runnable callback) {
        return new Job<>(
                        crew,
                        roll,
                        run,
                        arguments,
                        first,
                        new Pace.Even(arguments.size(), 1),
                        Ended.Returned::new,
                        ended -> callback.run())
                .start();
    }

    @Override
    public final int chunkSize(int calls) {
        return Math.max(1, crew.chunkSize(calls));
    }

    @Override
    public final void close() {
        roll.close();
        boolean interrupted = false;
        while (!joined()) {
            interrupted = true;
            roll.terminate();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** False: interrupted before. */
    private boolean joined() {
        try {
            roll.join();
            return true;
        } catch (InterruptedException hurried) {
            return false;
        }
    }

    @Override
    public final void terminate() {
        roll.terminate();
    }

    @Override
    public final void join() throws InterruptedException {
        roll.join();
    }

    private static <R> Ended<List<R>> all(List<Ended<R>> outcomes) {
        var values = new ArrayList<R>(outcomes.size());
        CallFailed lowest = null;
        int failed = 0;
        for (Ended<R> outcome : outcomes) {
            switch (outcome) {
                case Ended.Returned<R>(R value) -> values.add(value);
                case Ended.Threw<R>(CallFailed failure) -> {
                    lowest = lowest == null ? failure : lowest;
                    failed++;
                }
                case Ended.Threw<R>(RuntimeException failure) -> {
                    return new Ended.Threw<>(failure);
                }
            }
        }
        return lowest == null
                ? new Ended.Returned<>(Collections.unmodifiableList(values))
                : new Ended.Threw<>(lowest.amongst(failed, outcomes.size()));
    }

    private static void checkChunk(int chunkSize) {
        if (chunkSize < 1) {
            throw new IllegalArgumentException("chunkSize is " + chunkSize + "; use 1 to make each call by itself");
        }
    }
}
