package io.trireme.dev;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where an embedded broker keeps its data: locked while the broker lives, and deleted with it if temporary.
 *
 * <p>The lock is needed although Kafka has one: a combined node takes Kafka's only after its controller has already
 * written to the metadata log, so a second broker on the same directory would harm the first before it gives up.
 *
 * <p>Not thread-safe: owned by {@link EmbeddedBroker}.
 */
final class DataDirectory implements AutoCloseable {
    private static final String LOCK = "trireme.lock";

    private final Path path;
    private final boolean temporary;
    private final FileChannel lock;

    private DataDirectory(Path path, boolean temporary, FileChannel lock) {
        this.path = path;
        this.temporary = temporary;
        this.lock = lock;
    }

    /** The given directory, made if it does not exist, or a new temporary one. */
    static DataDirectory open(Optional<Path> given) throws IOException {
        Path path = given.isPresent()
                ? Files.createDirectories(given.get().toAbsolutePath().normalize())
                : Files.createTempDirectory("trireme-broker-");
        return new DataDirectory(path, given.isEmpty(), locked(path));
    }

    Path path() {
        return path;
    }

    /** Gives the lock back; deletes the directory if it was a temporary one. May be called again. */
    @Override
    public void close() throws IOException {
        lock.close();
        if (temporary && Files.exists(path)) {
            delete();
        }
    }

    private static FileChannel locked(Path path) throws IOException {
        var channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel; // the lock lasts as long as the channel is open
            }
        } catch (OverlappingFileLockException sameProcess) {
            // falls through: taken, by this very process
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
        channel.close();
        throw new IOException("another embedded broker is using " + path + ". Stop it, or name another directory.");
    }

    private void delete() throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path emptied, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.deleteIfExists(emptied);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
