package io.trireme.process;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.trireme.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A file that is mapped into the memory of the processes that share it, and the lock on it.
 *
 * <p>The lock is the system's, on the file: whoever dies with it lets go of it. The system gives it to a process, not to a
 * thread, and takes it away when the process closes any channel on the file. So a process has one channel for each file, in a
 * map for all, and a lock of its own in front of the system's.
 *
 * <p>Layout: 64 bytes of head (magic number, version, kind, count), then the numbers. The magic number is written last, so
 * that a file whose maker died is made anew. All is written out at once, since a hole in a file on a full disk would end the
 * process that touches it.
 *
 * <p>Threading: any thread.
 */
final class Segment {
    /** What of a file comes before its numbers: a line of the processor's cache. */
    static final int HEAD = 64;

    private static final int MAGIC = 0x54524952;
    private static final int VERSION = 1;
    private static final int PIECE = 64 * 1024;

    private static final Map<Path, Segment> OPEN = new ConcurrentHashMap<>(); // for the reason above, for ever

    private final Path file;
    private final FileChannel channel;
    private final ReentrantLock threads = new ReentrantLock();
    private @Nullable FileLock held; // guarded by threads

    private Segment(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static Segment of(Path file) {
        return OPEN.computeIfAbsent(file, path -> {
            try {
                return new Segment(path, FileChannel.open(path, CREATE, READ, WRITE));
            } catch (IOException refused) {
                throw wrong(path, "its file cannot be opened: " + refused.getMessage(), refused);
            }
        });
    }

    static void remove(Path file) {
        OPEN.remove(file); // the channel stays open for who has it
        try {
            Files.deleteIfExists(file);
        } catch (IOException refused) {
            throw wrong(file, "its file cannot be removed: " + refused.getMessage(), refused);
        }
    }

    private static RuntimeException wrong(Path file, String why, @Nullable IOException cause) {
        String name = String.valueOf(file.getFileName());
        return cause == null
                ? Fault.SHARED_MEMORY_WRONG.because(name, why)
                : Fault.SHARED_MEMORY_WRONG.causedBy(cause, name, why);
    }

    /** Maps the numbers; makes them first if nobody has. */
    MappedByteBuffer map(Kind<?> kind, int length, long initial) {
        if (length < 1 || length > (Integer.MAX_VALUE - HEAD) / kind.bytes()) {
            throw wrong(
                    file,
                    "a length of " + length + " is none. Use 1 to " + (Integer.MAX_VALUE - HEAD) / kind.bytes(),
                    null);
        }
        lock();
        try {
            ByteBuffer head = head();
            if (head.getInt(0) != MAGIC) {
                make(kind, length, initial);
            } else if (head.getInt(4) != VERSION || head.getInt(8) != kind.code() || head.getInt(12) != length) {
                throw wrong(file, "it is there with another type or length. Ask for those, or remove it first", null);
            }
            MappedByteBuffer mapped = channel.map(MapMode.READ_WRITE, 0, HEAD + words(kind, length));
            mapped.order(ByteOrder.nativeOrder());
            return mapped;
        } catch (IOException refused) {
            throw wrong(file, "its file cannot be mapped: " + refused.getMessage(), refused);
        } finally {
            unlock();
        }
    }

    /** Bytes for so many numbers, in whole words. */
    private static int words(Kind<?> kind, int length) {
        return (length * kind.bytes() + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
    }

    private ByteBuffer head() throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD).order(ByteOrder.nativeOrder());
        for (int read = 0; read >= 0 && head.hasRemaining(); ) {
            read = channel.read(head, head.position());
        }
        return head;
    }

    private void make(Kind<?> kind, int length, long initial) throws IOException {
        int bytes = words(kind, length);
        for (int at = 0; at < bytes; at += PIECE) {
            write(ByteBuffer.allocate(Math.min(PIECE, bytes - at)), HEAD + at);
        }
        if (initial != 0) {
            ByteBuffer value = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
            switch (kind.bytes()) {
                case Long.BYTES -> value.putLong(0, initial);
                case Integer.BYTES -> value.putInt(0, (int) initial);
                default -> value.put(0, (byte) initial);
            }
            write(value.limit(kind.bytes()), HEAD);
        }
        ByteBuffer head = ByteBuffer.allocate(HEAD).order(ByteOrder.nativeOrder());
        head.putInt(4, VERSION).putInt(8, kind.code()).putInt(12, length);
        write(head, 0);
        write(head.putInt(0, MAGIC).rewind(), 0);
    }

    private void write(ByteBuffer bytes, long at) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes, at + bytes.position());
        }
    }

    /** Takes the lock, whoever of this host has it; a thread that has it may take it again. */
    void lock() {
        threads.lock();
        if (threads.getHoldCount() > 1) {
            return;
        }
        try {
            held = channel.lock();
        } catch (IOException refused) {
            threads.unlock();
            throw wrong(file, "it cannot be locked: " + refused.getMessage(), refused);
        }
    }

    void unlock() {
        if (threads.getHoldCount() == 1 && held != null) {
            try {
                held.release();
            } catch (IOException refused) {
                throw wrong(file, "it cannot be unlocked: " + refused.getMessage(), refused);
            } finally {
                held = null;
                threads.unlock();
            }
        } else {
            threads.unlock();
        }
    }
}
