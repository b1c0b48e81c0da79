package io.trireme.pool;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Spliterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The results of an imap: makes calls as it is read, a window of them ahead.
 *
 * <p>Whoever reads results also reads the arguments, as with any stream: no thread of its own that could leak when nobody
 * reads on, and no queue between. Each chunk that is read lets one more begin; while the next result is not there yet, the
 * window is filled up. So the crew is kept busy, and a result that is there never waits for more than one chunk of arguments.
 *
 * <p>Threading: one reader at a time. On failure: what the arguments' iterator throws, or the pool when it takes no more, comes
 * after the results of what was begun before.
 */
final class Results<A, R> implements Spliterator<R> {
    /** Which results come first. */
    enum Order {
        OF_ARGUMENTS,
        OF_ENDING
    }

    /** Has calls made. */
    @FunctionalInterface
    interface Beginning<A, R> {
        /**
         * @param first the index of the first argument
         * @param callback called when all calls have ended
         */
        AsyncResult<List<Ended<R>>> begin(List<A> arguments, long first, Runnable callback);
    }

    private final Beginning<A, R> calls;
    private final Supplier<? extends Iterator<? extends A>> arguments;
    private final int chunkSize;
    private final int window;
    private final Order order;

    /** Chunks begun and not read, by the index of their first argument, in the order of the arguments. */
    private final SequencedMap<Long, AsyncResult<List<Ended<R>>>> begun = new LinkedHashMap<>();

    private final BlockingQueue<Long> ended =
            new LinkedBlockingQueue<>(); // those of them that have ended; bounded by them
    private Iterator<Ended<R>> current = Collections.emptyIterator();
    private @Nullable Iterator<? extends A> input; // from the first read
    private List<A> read = List.of(); // arguments that are to be begun next
    private long next; // the index of the first of them
    private boolean exhausted; // no more arguments are read, for whatever reason
    private @Nullable RuntimeException failure; // thrown once, after the results

    /**
     * @param window most chunks that are begun and not read
     * @param chunkSize most arguments of one chunk
     */
    Results(
            Beginning<A, R> calls,
            Supplier<? extends Iterator<? extends A>> arguments,
            int chunkSize,
            int window,
            Order order) {
        this.calls = calls;
        this.arguments = arguments;
        this.chunkSize = chunkSize;
        this.window = window;
        this.order = order;
    }

    @Override
    public boolean tryAdvance(Consumer<? super R> action) {
        while (!current.hasNext()) {
            if (!nextChunk()) {
                return false;
            }
        }
        action.accept(Pending.value(current.next()));
        return true;
    }

    private boolean nextChunk() {
        boolean more = beginChunk();
        while (more && !isReady()) {
            more = beginChunk();
        }
        if (begun.isEmpty()) {
            RuntimeException last = failure;
            failure = null;
            if (last != null) {
                throw last;
            }
            return false;
        }
        try {
            current = awaited().iterator();
        } catch (InterruptedException stopped) {
            close();
            Thread.currentThread().interrupt();
            throw new CancellationException(
                    "Whoever read the results was interrupted; what was not read is cancelled.");
        }
        return true;
    }

    private boolean isReady() {
        return switch (order) {
            case OF_ARGUMENTS -> begun.values().iterator().next().isReady();
            case OF_ENDING -> !ended.isEmpty();
        };
    }

    private List<Ended<R>> awaited() throws InterruptedException {
        Long first =
                switch (order) {
                    case OF_ARGUMENTS -> begun.keySet().iterator().next();
                    case OF_ENDING -> ended.take();
                };
        return begun.remove(first).get();
    }

    /** Whether a chunk was begun: there is one, and room for it in the window and in the pool. */
    private boolean beginChunk() {
        if (begun.size() >= window || !hasRead()) {
            return false;
        }
        long first = next;
        Runnable callback = order == Order.OF_ENDING ? () -> ended.add(first) : () -> {};
        try {
            begun.put(first, calls.begin(read, first, callback));
        } catch (RejectedExecutionException full) {
            if (begun.isEmpty()) {
                throw full;
            }
            return false; // again when some of it has been read
        } catch (IllegalStateException closed) {
            read = List.of();
            endWith(closed);
            return false;
        }
        next += read.size();
        read = List.of();
        return true;
    }

    /** Whether arguments were read that wait to be begun, now or before. */
    private boolean hasRead() {
        if (!read.isEmpty() || exhausted) {
            return !read.isEmpty();
        }
        var chunk = new ArrayList<A>(chunkSize);
        try {
            if (input == null) {
                input = arguments.get();
            }
            while (chunk.size() < chunkSize && input.hasNext()) {
                chunk.add(input.next());
            }
            exhausted = chunk.size() < chunkSize;
        } catch (RuntimeException thrown) {
            endWith(thrown);
        }
        read = chunk;
        return !read.isEmpty();
    }

    private void endWith(RuntimeException thrown) {
        exhausted = true;
        failure = thrown;
    }

    /** Cancels what was begun and not read. */
    void close() {
        exhausted = true;
        read = List.of();
        // The latest first: else a worker whose call was interrupted would begin one of those that follow.
        begun.sequencedValues().reversed().forEach(AsyncResult::cancel);
        begun.clear();
        ended.clear();
        current = Collections.emptyIterator();
    }

    @Override
    public @Nullable Spliterator<R> trySplit() {
        return null; // a parallel stream would read its results in batches, and an endless one never end
    }

    @Override
    public long estimateSize() {
        return Long.MAX_VALUE;
    }

    @Override
    public int characteristics() {
        return order == Order.OF_ARGUMENTS ? ORDERED : 0;
    }
}
