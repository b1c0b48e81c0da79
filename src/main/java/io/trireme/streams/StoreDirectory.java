package io.trireme.streams;

import io.trireme.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Where the local store lies. A temporary one is deleted at the end, since the brokers have all that it holds. */
public record StoreDirectory(Path path, boolean temporary) implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(StoreDirectory.class);

    /** @throws io.trireme.TriremeException {@link Fault#SETTING_WRONG} */
    public static StoreDirectory of(Optional<String> configured, String role) {
        try {
            return configured.isPresent()
                    ? new StoreDirectory(Files.createDirectories(Path.of(configured.get())), false)
                    : new StoreDirectory(Files.createTempDirectory("trireme-" + role + "-"), true);
        } catch (IOException | InvalidPathException unusable) {
            throw Fault.SETTING_WRONG.causedBy(
                    unusable,
                    "trireme." + role + ".directory",
                    configured.orElse("absent"),
                    "use a directory that can be written to.");
        }
    }

    @Override
    public void close() {
        if (!temporary) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException left) {
            LOG.warnf("The temporary directory %s could not be deleted: %s", path, left.getMessage());
        }
    }
}
