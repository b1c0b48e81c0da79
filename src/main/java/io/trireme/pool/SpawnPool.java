package io.trireme.pool;

import io.trireme.RunnerKind;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Functions that run beside each other on virtual threads of this process, each spawned by itself: what greenlets and coroutines are
 * used for elsewhere. One that waits lets the others run.
 *
 * <pre>{@code
 * try (var pool = SpawnPool.open()) {
 *     AsyncResult<Page> first = pool.spawn(() -> fetch("a"));
 *     AsyncResult<Page> second = pool.spawn(() -> fetch("b"));
 *     SpawnPool.joinAll(first, second);
 * }
 * }</pre>
 *
 * <p>Any thread. What a function throws is a {@link CallFailed} at who asks for its result. A function that waits for another one
 * of the same pool takes up one of those that may run at once.
 */
public final class SpawnPool implements AutoCloseable {
    private static final int RUNNING = 1_000;
    private static final Duration A_WHILE = Duration.ofDays(1);

    private final LocalPool<Callable<?>, Object> pool;

    private SpawnPool(LocalPool<Callable<?>, Object> pool) {
        this.pool = pool;
    }

    /** A pool that runs 1,000 functions at once; 10,000 more may wait. */
    public static SpawnPool open() {
        return open(RUNNING);
    }

    /** A pool that runs so many functions at once; 10,000 more may wait. */
    public static SpawnPool open(int running) {
        return new SpawnPool(LocalPool.<Callable<?>, Object>calling(Callable::call)
                .on(RunnerKind.VIRTUAL)
                .named("spawned")
                .processes(running)
                .open());
    }

    /**
     * Has the function run, and returns at once.
     *
     * @throws java.util.concurrent.RejectedExecutionException there is no room for another one
     * @throws IllegalStateException the pool is closed
     */
    @SuppressWarnings("unchecked") // what the function returns is an R
    public <R> AsyncResult<R> spawn(Callable<R> function) {
        return (AsyncResult<R>) pool.applyAsync(function);
    }

    /** Waits until all of them have ended, however they did; they go on when the waiting thread is interrupted. */
    public static void joinAll(AsyncResult<?>... spawned) throws InterruptedException {
        for (AsyncResult<?> one : spawned) {
            boolean ended = one.await(A_WHILE);
            while (!ended) {
                ended = one.await(A_WHILE);
            }
        }
    }

    /** Takes no more functions, and waits for those that were spawned to end. An interrupt terminates the pool. */
    @Override
    public void close() {
        pool.close();
    }

    /** Takes no more functions, cancels those that have not begun, and interrupts those that run. Waits for none. */
    public void terminate() {
        pool.terminate();
    }
}
