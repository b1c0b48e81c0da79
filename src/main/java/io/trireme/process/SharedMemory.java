package io.trireme.process;

import io.trireme.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;

/**
 * Numbers that the processes of one host share, each under a name: a mapped file, so that reading and writing one costs what
 * a variable does.
 *
 * <p>Whoever asks first makes it, with the initial value; the others get what is there. It stays until it is removed, or the
 * machine stops. Only processes of the same user can get at it.
 *
 * <pre>{@code
 * SharedValue<Long> seen = SharedMemory.value("seen", long.class, 0L);
 * seen.add(1L);
 * }</pre>
 *
 * <p>Threading: any thread of any process of this host. Across hosts, use what is shared over Kafka.
 */
public final class SharedMemory {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");
    private static final Path MEMORY = Path.of("/dev/shm");

    private SharedMemory() {}

    /**
     * One number.
     *
     * @param type {@code int}, {@code long}, {@code float}, {@code double} or {@code byte}
     * @param initial its value if nobody has made it yet
     * @throws io.trireme.TriremeException {@link Fault#SHARED_MEMORY_WRONG} when it cannot be had
     */
    public static <T extends Number> SharedValue<T> value(String name, Class<T> type, T initial) {
        return new SharedValue<>(new SharedArray<>(segment(name), Kind.of(name, type), 1, initial));
    }

    /**
     * So many numbers, at first all zero.
     *
     * @param type {@code int}, {@code long}, {@code float}, {@code double} or {@code byte}
     * @throws io.trireme.TriremeException {@link Fault#SHARED_MEMORY_WRONG} when it cannot be had
     */
    public static <T extends Number> SharedArray<T> array(String name, Class<T> type, int length) {
        Kind<T> kind = Kind.of(name, type);
        return new SharedArray<>(segment(name), kind, length, kind.fromBits(0));
    }

    /** Takes the name away. Who has the value or array keeps it; who asks for it now gets a new one. */
    public static void remove(String name) {
        Segment.remove(file(name));
    }

    private static Segment segment(String name) {
        return Segment.of(file(name));
    }

    private static Path file(String name) {
        if (!NAME.matcher(name).matches()) {
            throw Fault.SHARED_MEMORY_WRONG.because(
                    name,
                    "its name is none. Use 1 to 100 letters, digits, dots, hyphens and underscores, no dot in front");
        }
        try {
            Path base = Files.isWritable(MEMORY) ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
            Path directory = base.resolve("trireme-" + System.getProperty("user.name"));
            if (!Files.exists(directory)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            if (!Files.getOwner(directory).getName().equals(System.getProperty("user.name"))) {
                throw new IOException(directory + " belongs to somebody else");
            }
            return directory.resolve(name);
        } catch (IOException refused) {
            throw Fault.SHARED_MEMORY_WRONG.causedBy(
                    refused, name, "no file can be made for it: " + refused.getMessage());
        }
    }
}
