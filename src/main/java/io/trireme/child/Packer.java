package io.trireme.child;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the body of a frame. Owned by one thread. */
final class Packer {
    /** Stands where there is none of something that has a length. */
    static final int NONE = -1;

    private static final int SMALL = 512;

    private final Bytes bytes = new Bytes();

    /** Leaves room for the length, which is written last. */
    Packer(int kind) {
        number(0);
        bytes.write(kind);
    }

    Packer number(int value) {
        for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            bytes.write(value >>> shift);
        }
        return this;
    }

    Packer number(long value) {
        return number((int) (value >>> Integer.SIZE)).number((int) value);
    }

    Packer text(@Nullable String value) {
        return bytes(value == null ? null : value.getBytes(UTF_8));
    }

    Packer bytes(byte @Nullable [] value) {
        if (value == null) {
            return number(NONE);
        }
        number(value.length);
        bytes.write(value, 0, value.length);
        return this;
    }

    Packer texts(Map<String, String> values) {
        number(values.size());
        values.forEach((key, value) -> text(key).text(value));
        return this;
    }

    /** How long the frame is by now. */
    int size() {
        return bytes.size();
    }

    /** Takes back what was written beyond this size. */
    void cutTo(int size) {
        bytes.cutTo(size);
    }

    /** The whole frame, its length in front. */
    byte[] frame() {
        return bytes.withLength();
    }

    /** What is written so far can be reached, for its length to be set. */
    private static final class Bytes extends ByteArrayOutputStream {
        private Bytes() {
            super(SMALL);
        }

        private void cutTo(int size) {
            count = size;
        }

        private byte[] withLength() {
            int length = count - Integer.BYTES;
            for (int i = 0; i < Integer.BYTES; i++) {
                buf[i] = (byte) (length >>> (Integer.SIZE - Byte.SIZE * (i + 1)));
            }
            return Arrays.copyOf(buf, count);
        }
    }
}
