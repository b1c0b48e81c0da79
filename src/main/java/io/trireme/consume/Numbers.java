package io.trireme.consume;

import java.nio.ByteBuffer;

/** Numbers of variable length in a commit's metadata: seven bits a byte, lowest first. */
final class Numbers {
    /** What the longest number takes, in bytes. */
    static final int LONGEST = 10;

    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;

    private Numbers() {}

    static void put(ByteBuffer bytes, long number) {
        if (number < 0) {
            throw new IllegalArgumentException("a number below 0: " + number);
        }
        long rest = number;
        while (rest >= MORE) {
            bytes.put((byte) (rest & MORE - 1 | MORE));
            rest >>>= BITS;
        }
        bytes.put((byte) rest);
    }

    /**
     * The next number.
     *
     * @throws ArithmeticException if it has more than 63 bits
     * @throws java.nio.BufferUnderflowException if it is cut off
     */
    static long get(ByteBuffer bytes) {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE - 1; shift += BITS) {
            byte part = bytes.get();
            number |= (part & MORE - 1L) << shift;
            if (part >= 0) {
                return number;
            }
        }
        throw new ArithmeticException("a number of more than 63 bits");
    }
}
