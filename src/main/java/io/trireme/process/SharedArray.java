package io.trireme.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Numbers that the processes of one host share: see {@link SharedMemory}. Each operation on one of them is atomic, and what
 * a process writes the others see.
 *
 * <p>Threading: any thread of any process.
 */
public final class SharedArray<T extends Number> {
    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final int BYTE = 0xFF;
    private static final boolean LOW_FIRST = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private final Segment segment;
    private final Kind<T> kind;
    private final int length;
    private final MappedByteBuffer memory;

    SharedArray(Segment segment, Kind<T> kind, int length, T initial) {
        this.segment = segment;
        this.kind = kind;
        this.length = length;
        this.memory = segment.map(kind, length, kind.toBits().apply(initial));
    }

    /** How many numbers. */
    public int length() {
        return length;
    }

    /** The number at this place. */
    public T get(int index) {
        return kind.fromBits(bits(place(index)));
    }

    /** Puts a number there. */
    public void set(int index, T value) {
        int at = place(index);
        long now = kind.toBits().apply(value);
        switch (kind.bytes()) {
            case Long.BYTES -> LONG.setVolatile(memory, at, now);
            case Integer.BYTES -> INT.setVolatile(memory, at, (int) now);
            default -> {
                while (!swapByte(at, (byte) bits(at), (byte) now)) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    /** Adds to the number there; returns what it is then. */
    public T add(int index, T more) {
        int at = place(index);
        while (true) {
            long before = bits(at);
            T sum = kind.plus().apply(kind.fromBits(before), more);
            if (swap(at, before, kind.toBits().apply(sum))) {
                return sum;
            }
            Thread.onSpinWait();
        }
    }

    /** Puts {@code update} there if the number is {@code expected}, bit for bit. Returns whether it was. */
    public boolean compareAndSet(int index, T expected, T update) {
        return swap(place(index), kind.toBits().apply(expected), kind.toBits().apply(update));
    }

    /**
     * Runs an action while no other thread of any process of this host runs one with this array's lock. A thread that has
     * the lock may take it again. When its holder dies the lock is free: what it has left half done is then seen.
     */
    public <R> R withLock(Supplier<R> action) {
        segment.lock();
        try {
            return action.get();
        } finally {
            segment.unlock();
        }
    }

    /** The same for an action that returns nothing. */
    public void withLock(Runnable action) {
        segment.lock();
        try {
            action.run();
        } finally {
            segment.unlock();
        }
    }

    private int place(int index) {
        return Segment.HEAD + Objects.checkIndex(index, length) * kind.bytes();
    }

    private long bits(int at) {
        return switch (kind.bytes()) {
            case Long.BYTES -> (long) LONG.getVolatile(memory, at);
            case Integer.BYTES -> (int) INT.getVolatile(memory, at);
            default -> (byte) ((int) INT.getVolatile(memory, word(at)) >> shift(at));
        };
    }

    private boolean swap(int at, long before, long after) {
        return switch (kind.bytes()) {
            case Long.BYTES -> LONG.compareAndSet(memory, at, before, after);
            case Integer.BYTES -> INT.compareAndSet(memory, at, (int) before, (int) after);
            default -> swapByte(at, (byte) before, (byte) after);
        };
    }

    /** Processors swap words; so the byte's neighbours are swapped for themselves, and a change of theirs is no failure. */
    private boolean swapByte(int at, byte before, byte after) {
        int shift = shift(at);
        while (true) {
            int word = (int) INT.getVolatile(memory, word(at));
            if ((byte) (word >> shift) != before) {
                return false;
            }
            int swapped = word & ~(BYTE << shift) | (after & BYTE) << shift;
            if (INT.compareAndSet(memory, word(at), word, swapped)) {
                return true;
            }
        }
    }

    private static int word(int at) {
        return at & -Integer.BYTES;
    }

    private static int shift(int at) {
        int place = at & Integer.BYTES - 1;
        return (LOW_FIRST ? place : Integer.BYTES - 1 - place) * Byte.SIZE;
    }
}
