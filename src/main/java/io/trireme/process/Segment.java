package io.trireme.process;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.trireme.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
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
 * <p>A channel closes itself when the thread that uses it is interrupted, or comes with its flag up. So the flag is down while the
 * channel is used and up again afterwards; and a channel that an interrupt closed, which one that comes meanwhile still does, is
 * opened anew by who comes next. The call that was interrupted fails.
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
    private final @Nullable Object identity; // of the file, which may be removed and another one made in its place
    private final ReentrantLock threads = new ReentrantLock();
    private FileChannel channel; // guarded by threads, like what follows
    private @Nullable FileLock held;

    private Segment(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.identity = identity(file);
    }

    private static @Nullable Object identity(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
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
        boolean interrupted = Thread.interrupted();
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
            throw wrong(file, "its file cannot be mapped: " + why(refused), refused);
        } finally {
            restore(interrupted);
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
        boolean interrupted = Thread.interrupted();
        try {
            open();
            held = channel.lock();
        } catch (IOException refused) {
            threads.unlock();
            throw wrong(file, "it cannot be locked: " + why(refused), refused);
        } finally {
            restore(interrupted);
        }
    }

    /** Opens the channel anew if an interrupt closed it, on the same file: its name may be another one's by now. */
    private void open() throws IOException {
        if (channel.isOpen()) {
            return;
        }
        if (!Files.exists(file) || !Objects.equals(identity(file), identity)) {
            throw new IOException("it was removed, and its lock ended with an interrupt. Ask for it again");
        }
        channel = FileChannel.open(file, READ, WRITE);
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What closes a channel says nothing of itself. */
    private static String why(IOException refused) {
        return refused instanceof ClosedChannelException || refused instanceof FileLockInterruptionException
                ? "the thread was interrupted. Try again"
                : String.valueOf(refused.getMessage());
    }

    void unlock() {
        if (threads.getHoldCount() == 1 && held != null) {
            try {
                held.release();
            } catch (IOException refused) {
                throw wrong(file, "it cannot be unlocked: " + why(refused), refused);
            } finally {
                held = null;
                threads.unlock();
            }
        } else {
            threads.unlock();
        }
    }
}
