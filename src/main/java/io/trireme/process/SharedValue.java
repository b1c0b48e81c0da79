package io.trireme.process;

import java.util.function.Supplier;

/**
 * One number that the processes of one host share: see {@link SharedMemory}. Each operation is atomic, and what a process
 * writes the others see.
 *
 * <p>Threading: any thread of any process.
 */
public final class SharedValue<T extends Number> {
    private final SharedArray<T> only;

    SharedValue(SharedArray<T> only) {
        this.only = only;
    }

    /** The number. */
    public T get() {
        return only.get(0);
    }

    /** Changes it. */
    public void set(T value) {
        only.set(0, value);
    }

    /** Adds to it; returns what it is then. */
    public T add(T more) {
        return only.add(0, more);
    }

    /** Makes it {@code update} if it is {@code expected}, bit for bit. Returns whether it was. */
    public boolean compareAndSet(T expected, T update) {
        return only.compareAndSet(0, expected, update);
    }

    /** Runs an action with the lock: see {@link SharedArray#withLock(Supplier)}. */
    public <R> R withLock(Supplier<R> action) {
        return only.withLock(action);
    }

    /** The same for an action that returns nothing. */
    public void withLock(Runnable action) {
        only.withLock(action);
    }
}
