package io.trireme.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Workers behind one function, called with the verbs of Python's {@code multiprocessing.Pool}.
 *
 * <p>Whatever is called on a pool that was closed or terminated throws {@link IllegalStateException}. When there is no room
 * for another call, {@link java.util.concurrent.RejectedExecutionException}; nothing that is submitted blocks its caller
 * for room. A call that throws is a {@link CallFailed} at whoever asks for its result.
 *
 * <p>Callbacks run once for each call or map, before its result is ready, on the thread that ended it; they should be short. What a
 * callback throws is logged and changes nothing. Safe for any number of threads, the pool's own workers among them; but a call that
 * waits for another call of the same pool holds a worker, so enough of them wait for ever.
 *
 * @param <A> what a call takes
 * @param <R> what a call returns
 */
public interface Pool<A, R> extends AutoCloseable {
    /** Calls the function once and waits for what it returns. An interrupt cancels the call. */
    R apply(A argument) throws InterruptedException;

    /** Calls the function once. */
    default AsyncResult<R> applyAsync(A argument) {
        return applyAsync(argument, ended -> {});
    }

    /** Calls the function once; one of the callbacks follows. */
    default AsyncResult<R> applyAsync(
            A argument, Consumer<? super R> callback, Consumer<? super RuntimeException> errorCallback) {
        return applyAsync(argument, either(callback, errorCallback));
    }

    /** Calls the function once; the callback gets how that ended. */
    AsyncResult<R> applyAsync(A argument, Consumer<? super Ended<R>> callback);

    /**
     * Calls the function with each of the arguments, in chunks of {@link #chunkSize} or such as the pool finds best while the map
     * runs ({@link ClusterPool}), and waits for all results, which come in the order of the arguments. All arguments are read
     * before the first call. If calls throw, the others are made all the same; then one of the failures is thrown, that with the
     * lowest index. An interrupt cancels the calls.
     */
    default List<R> map(Iterable<? extends A> arguments) throws InterruptedException {
        return awaited(mapAsync(arguments));
    }

    /** As {@link #map(Iterable)}, in chunks of this size: calls of one chunk are made one after another by one worker. */
    default List<R> map(Iterable<? extends A> arguments, int chunkSize) throws InterruptedException {
        return awaited(mapAsync(arguments, chunkSize, ended -> {}));
    }

    /** As {@link #map(Iterable)}, without waiting. */
    default AsyncResult<List<R>> mapAsync(Iterable<? extends A> arguments) {
        return mapAsync(arguments, ended -> {});
    }

    /** As {@link #map(Iterable)}, without waiting; one of the callbacks follows. */
    default AsyncResult<List<R>> mapAsync(
            Iterable<? extends A> arguments,
            Consumer<? super List<R>> callback,
            Consumer<? super RuntimeException> errorCallback) {
        return mapAsync(arguments, either(callback, errorCallback));
    }

    /** As {@link #map(Iterable)}, without waiting; the callback gets how that ended. */
    default AsyncResult<List<R>> mapAsync(Iterable<? extends A> arguments, Consumer<? super Ended<List<R>>> callback) {
        List<A> all = listed(arguments);
        return mapAsync(all, chunkSize(all.size()), callback);
    }

    /** As {@link #map(Iterable, int)}, without waiting; the callback gets how that ended. */
    AsyncResult<List<R>> mapAsync(
            Iterable<? extends A> arguments, int chunkSize, Consumer<? super Ended<List<R>>> callback);

    /** As {@link #imap(Iterable, int)}, each argument a chunk of its own. */
    default Stream<R> imap(Iterable<? extends A> arguments) {
        return imap(arguments, 1);
    }

    /**
     * Calls the function with each of the arguments while the results are read, which come in the order of the arguments.
     *
     * <p>Lazy: nothing happens before the stream is read; then the arguments are read, on the same thread, at most the pool's
     * window ahead of the results, so an endless {@link Iterable} (of a stream: {@code stream::iterator}) works in constant memory.
     * A call that threw is thrown in its place; who reads through {@link Stream#iterator()} may go on after it. If the arguments'
     * iterator throws, that is thrown after the results of what it gave. Closing the stream cancels what it has not read. An
     * interrupt cancels it too.
     */
    Stream<R> imap(Iterable<? extends A> arguments, int chunkSize);

    /** As {@link #imapUnordered(Iterable, int)}, each argument a chunk of its own. */
    default Stream<R> imapUnordered(Iterable<? extends A> arguments) {
        return imapUnordered(arguments, 1);
    }

    /** As {@link #imap(Iterable, int)}, but the results of whichever chunk is done first come first. */
    Stream<R> imapUnordered(Iterable<? extends A> arguments, int chunkSize);

    /** As {@link #map(Iterable)}, where each list has the arguments of one call of a function that takes several. */
    default List<R> starmap(Iterable<? extends List<?>> calls) throws InterruptedException {
        return awaited(starmapAsync(calls));
    }

    /** As {@link #starmap(Iterable)}, in chunks of this size. */
    default List<R> starmap(Iterable<? extends List<?>> calls, int chunkSize) throws InterruptedException {
        return awaited(starmapAsync(calls, chunkSize, ended -> {}));
    }

    /** As {@link #starmap(Iterable)}, without waiting. */
    default AsyncResult<List<R>> starmapAsync(Iterable<? extends List<?>> calls) {
        return starmapAsync(calls, ended -> {});
    }

    /** As {@link #starmap(Iterable)}, without waiting; one of the callbacks follows. */
    default AsyncResult<List<R>> starmapAsync(
            Iterable<? extends List<?>> calls,
            Consumer<? super List<R>> callback,
            Consumer<? super RuntimeException> errorCallback) {
        return starmapAsync(calls, either(callback, errorCallback));
    }

    /** As {@link #starmap(Iterable)}, without waiting; the callback gets how that ended. */
    default AsyncResult<List<R>> starmapAsync(
            Iterable<? extends List<?>> calls, Consumer<? super Ended<List<R>>> callback) {
        List<List<?>> all = listed(calls);
        return starmapAsync(all, chunkSize(all.size()), callback);
    }

    /**
     * As {@link #starmap(Iterable, int)}, without waiting; the callback gets how that ended.
     *
     * @throws IllegalArgumentException one of the lists has not as many arguments as the function takes
     */
    AsyncResult<List<R>> starmapAsync(
            Iterable<? extends List<?>> calls, int chunkSize, Consumer<? super Ended<List<R>>> callback);

    /** The chunks in which a map of so many calls is made, unless it says otherwise or its pool finds out by itself. */
    int chunkSize(int calls);

    /**
     * Takes no more calls, and waits for those that were submitted to end, as an {@code ExecutorService} does. What a stream
     * of {@link #imap} has not begun it never will. An interrupt terminates the pool.
     */
    @Override
    void close();

    /**
     * Takes no more calls, cancels those that were submitted and have not begun, and interrupts those that run. Waits for none;
     * {@link #join()} does.
     */
    void terminate();

    /**
     * Waits until every call has really ended.
     *
     * @throws IllegalStateException the pool is neither closed nor terminated
     */
    void join() throws InterruptedException;

    private static <T> List<T> listed(Iterable<? extends T> items) {
        var all = new ArrayList<T>();
        items.forEach(all::add);
        return all;
    }

    private static <T> Consumer<Ended<T>> either(
            Consumer<? super T> callback, Consumer<? super RuntimeException> errorCallback) {
        return ended -> {
            switch (ended) {
                case Ended.Returned<T>(T value) -> callback.accept(value);
                case Ended.Threw<T>(RuntimeException failure) -> errorCallback.accept(failure);
            }
        };
    }

    private static <T> T awaited(AsyncResult<T> result) throws InterruptedException {
        try {
            return result.get();
        } catch (InterruptedException stopped) {
            result.cancel();
            throw stopped;
        }
    }
}
