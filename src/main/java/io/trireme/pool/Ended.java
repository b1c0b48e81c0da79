package io.trireme.pool;

/**
 * How a call, or a map of them, ended: what a callback gets that wants status and value in one.
 *
 * @param <T> what it gives
 */
public sealed interface Ended<T> {
    /** It returned. */
    record Returned<T>(T value) implements Ended<T> {}

    /** It did not: a {@link CallFailed}, or a {@link java.util.concurrent.CancellationException}. */
    record Threw<T>(RuntimeException failure) implements Ended<T> {}
}
