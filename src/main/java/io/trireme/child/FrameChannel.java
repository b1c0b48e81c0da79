package io.trireme.child;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Frames over a socket. The channel does not block and threads wait at selectors: that wait ends when the thread is
 * interrupted and leaves the channel as it is, where an interrupt would close a channel that blocks. So an attempt's own
 * thread waits for the answer, with a bound, and no other thread has to wake it.
 *
 * <p>Threading: one thread reads; any number write.
 */
final class FrameChannel implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final SocketChannel channel;
    private final int longest;
    private final Selector readable;
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER).flip(); // the reader's
    private final ReentrantLock writing = new ReentrantLock();
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER); // guarded by writing, like the next one
    private volatile @Nullable Selector writable; // made when the socket is full for the first time

    /** What came is no frame. */
    static final class Gibberish extends IOException {
        private static final long serialVersionUID = 1L;

        private Gibberish(String what) {
            super(what);
        }
    }

    /**
     * @param channel is closed with this
     * @param longest most bytes of a frame that comes
     */
    FrameChannel(SocketChannel channel, int longest) throws IOException {
        this.channel = channel;
        this.longest = longest;
        try {
            channel.configureBlocking(false);
            this.readable = Selector.open();
            channel.register(readable, SelectionKey.OP_READ);
        } catch (IOException exhausted) {
            channel.close();
            throw exhausted;
        }
    }

    /**
     * Writes a whole frame.
     *
     * @param frame with its length in front
     */
    void write(byte[] frame, Patience patience) throws IOException, Patience.Over {
        writing.lock();
        try {
            for (int from = 0; from < frame.length; from += BUFFER) {
                out.clear()
                        .put(frame, from, Math.min(BUFFER, frame.length - from))
                        .flip();
                while (out.hasRemaining()) {
                    if (channel.write(out) == 0) {
                        await(writable(), patience);
                    }
                }
            }
        } finally {
            writing.unlock();
        }
    }

    private Selector writable() throws IOException {
        Selector made = writable;
        if (made == null) {
            made = Selector.open();
            channel.register(made, SelectionKey.OP_WRITE);
            writable = made;
        }
        return made;
    }

    /**
     * Reads the next frame.
     *
     * @throws EOFException when the other end is closed, in the middle of a frame or not
     * @throws Gibberish when what came is no frame, or a longer one than is allowed
     */
    Frame read(Patience patience) throws IOException, Patience.Over {
        while (in.remaining() < Integer.BYTES) {
            fill(patience);
        }
        int length = in.getInt();
        if (length < 1 || length > longest) {
            throw new Gibberish("a frame of " + length + " bytes, and " + longest + " are allowed");
        }
        byte[] body = new byte[length];
        for (int got = 0; got < length; ) {
            if (!in.hasRemaining()) {
                fill(patience);
            }
            int some = Math.min(in.remaining(), length - got);
            in.get(body, got, some);
            got += some;
        }
        try {
            return FrameCodec.decode(body);
        } catch (IOException none) {
            throw new Gibberish(String.valueOf(none.getMessage()));
        }
    }

    /** Reads something, waiting first: as a rule nothing is there yet. */
    private void fill(Patience patience) throws IOException, Patience.Over {
        in.compact();
        try {
            int read;
            do {
                await(readable, patience);
                read = channel.read(in);
            } while (read == 0);
            if (read < 0) {
                throw new EOFException("the other end is closed");
            }
        } finally {
            in.flip();
        }
    }

    private static void await(Selector ready, Patience patience) throws IOException, Patience.Over {
        ready.select(key -> {}, patience.waitMillis());
        if (Thread.interrupted()) {
            patience.interrupted();
        }
    }

    /** Whether nothing is there to be read that nobody asked for, its end among it. The reader's. */
    boolean isQuiet() {
        try {
            return !in.hasRemaining() && readable.selectNow(key -> {}) == 0;
        } catch (IOException broken) {
            return false;
        }
    }

    @Override
    public void close() {
        close(readable);
        Selector made = writable;
        if (made != null) {
            close(made);
        }
        close(channel);
    }

    private static void close(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception closed) {
            // as it was to be
        }
    }
}
