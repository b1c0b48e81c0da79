package io.trireme.child;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What lets children start fast: their classes as the JVM wants them, loaded and linked; from Java 25 on with their methods'
 * profiles (an AOT cache), before that without (a dynamic archive). Made by a child that starts, does nothing and ends.
 *
 * <p>Its name says which JVM, options and jars it is for, but not how much memory, which makes no difference to what is in it; what
 * does not fit is never used, by its name or since the JVM looks too.
 * Immutable; any thread.
 */
final class ChildArchive {
    private static final int AOT_CACHE = 25;
    private static final int NAME_BYTES = 8;

    /** Settings, which may be others where the archive is made, and bounds of memory. */
    private static final Pattern OF_NO_MATTER =
            Pattern.compile("-D.*|-Xm[nsx].*|-Xss.*|-XX:Max(Heap|Metaspace|DirectMemory|RAM).*");

    private final Path file;
    private final boolean isCache;

    private final UUID maker =
            UUID.randomUUID(); // a process may make one for each queue, and is number 1 in many a container

    private ChildArchive(Path file, boolean isCache) {
        this.file = file;
        this.isCache = isCache;
    }

    /** The archive for children that are started so, in this directory. */
    static ChildArchive in(Path directory, ChildCommand command) throws IOException {
        boolean cache = Runtime.version().feature() >= AOT_CACHE;
        return new ChildArchive(
                directory.resolve("trireme-child-" + fingerprint(command) + (cache ? ".aot" : ".jsa")), cache);
    }

    private static String fingerprint(ChildCommand command) throws IOException {
        var text = new StringBuilder(Runtime.version().toString());
        for (String argument : command.arguments()) {
            if (!OF_NO_MATTER.matcher(argument).matches()) {
                text.append('\n').append(argument);
            }
        }
        for (String entry : command.classPath().split(File.pathSeparator, -1)) {
            Path jar = Path.of(entry);
            if (Files.isRegularFile(jar)) {
                text.append('\n')
                        .append(Files.size(jar))
                        .append(' ')
                        .append(Files.getLastModifiedTime(jar).to(TimeUnit.SECONDS)); // an image keeps no more of it
            }
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, NAME_BYTES);
        } catch (NoSuchAlgorithmException impossible) { // every JVM has it
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether it is there. */
    boolean isMade() {
        return Files.isRegularFile(file);
    }

    /** Whether its place can be written, or made. */
    boolean canBeMade() {
        Path place = file.toAbsolutePath().getParent();
        while (place != null && !Files.exists(place)) {
            place = place.getParent();
        }
        return place != null && Files.isWritable(place);
    }

    Path file() {
        return file;
    }

    /** The options of a child that uses it. */
    List<String> use() {
        return isCache
                ? List.of("-XX:AOTCache=" + file, "-Xlog:aot=off", "-Xlog:cds=off")
                : List.of("-XX:SharedArchiveFile=" + file, "-Xlog:cds=off");
    }

    /** The options of a child that makes it when it ends. */
    List<String> make() {
        var options = new ArrayList<String>();
        options.add((isCache ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + unfinished());
        if (isCache) {
            options.add("-Xlog:aot=off");
        }
        options.add("-Xlog:cds=off");
        return options;
    }

    /** Nobody sees half of it; of several processes that make it at once the last one's stays. */
    private Path unfinished() {
        return file.resolveSibling(file.getFileName() + "." + maker);
    }

    /** It is made: whether it is there now. */
    boolean finish() throws IOException {
        Path made = unfinished();
        if (!Files.isRegularFile(made)) {
            return false;
        }
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    /** Leaves nothing of one that was not finished. */
    void discard() {
        try {
            Files.deleteIfExists(unfinished());
        } catch (IOException left) {
            // may be deleted by hand, like old ones
        }
    }
}
