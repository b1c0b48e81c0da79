package io.trireme.examples;

import io.quarkus.runtime.StartupEvent;
import io.trireme.Handles;
import io.trireme.InitializesChild;
import io.trireme.TaskRejected;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Work for processors: reads a file and says what is in it. Its queue runs on platform threads
 * ({@code application.properties}).
 *
 * <pre>{@code
 * echo /etc/passwd | kcat -P -b 127.0.0.1:9092 -t digest
 * }</pre>
 */
@ApplicationScoped
class Digest {
    private static final Logger LOG = Logger.getLogger(Digest.class);
    private static final int CHUNK = 64 * 1024;

    /**
     * What is in a file.
     *
     * @param path the file, as the task named it
     * @param sha256 in hexadecimal
     * @param lines how many line feeds there are, as {@code wc -l} counts
     * @param bytes its size
     */
    record FileDigest(String path, String sha256, long lines, long bytes) {}

    private final Path folder;

    /** @param folder has the files, which may lie deep in it */
    Digest(@ConfigProperty(name = "digest.folder", defaultValue = "/") Path folder) {
        this.folder = folder;
    }

    /** Of each process of the application, its child processes included. */
    void tell(@Observes StartupEvent event) {
        LOG.debugf("Digests files in %s", folder);
    }

    /** Of a child process, where the queue has any: none begins that has no files, and no task waits for the algorithm. */
    @InitializesChild
    void prepare() {
        if (!Files.isReadable(folder)) {
            throw new IllegalStateException("digest.folder is " + folder + ", which cannot be read");
        }
        LOG.debugf("%s is ready", sha256().getAlgorithm());
    }

    /** An error while reading is thrown on: the task is tried again. A file that is not there is not worth another try. */
    @Handles("digest")
    FileDigest digest(String path) throws IOException {
        Path file = readable(path);
        MessageDigest sha256 = sha256();
        long lines = 0;
        long bytes = 0;
        try (InputStream content = Files.newInputStream(file)) {
            byte[] chunk = new byte[CHUNK];
            for (int read = content.read(chunk); read >= 0; read = content.read(chunk)) {
                sha256.update(chunk, 0, read);
                lines += lines(chunk, read);
                bytes += read;
            }
        }
        return new FileDigest(path, HexFormat.of().formatHex(sha256.digest()), lines, bytes);
    }

    private static Path normal(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private Path readable(String path) {
        try {
            Path file = Path.of(path);
            boolean within = normal(file).startsWith(normal(folder));
            if (within && Files.isRegularFile(file) && Files.isReadable(file)) {
                return file;
            }
            throw new TaskRejected(path + " is no file that can be read");
        } catch (InvalidPathException unknown) {
            throw new TaskRejected(path + " is no path on this machine", unknown);
        }
    }

    private static int lines(byte[] chunk, int length) {
        int lines = 0;
        for (int i = 0; i < length; i++) {
            if (chunk[i] == '\n') {
                lines++;
            }
        }
        return lines;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) { // every Java platform has it
            throw new IllegalStateException(impossible);
        }
    }
}
