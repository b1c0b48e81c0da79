package io.trireme.publish;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that fails, and does not just end, where it goes beyond its bound. Owned by one thread. */
final class BoundedBody extends FilterInputStream {
    private long left;

    /** It is larger than allowed; what was read of it is not all. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** @param most bytes that may be read */
    BoundedBody(InputStream in, long most) {
        super(in);
        this.left = most;
    }

    @Override
    public int read() throws IOException {
        int one = in.read();
        if (one >= 0 && --left < 0) {
            throw new TooLarge();
        }
        return one;
    }

    /** What is within the bound is given first. */
    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (left <= 0 && length > 0) {
            return read();
        }
        int read = in.read(bytes, from, (int) Math.min(length, left));
        left -= Math.max(0, read);
        return read;
    }
}
