package io.trireme.exec;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Finds programs as a shell would, and says why one cannot be run before anybody waits for it. */
final class Programs {
    private Programs() {}

    /**
     * The file of a program.
     *
     * @param name a path, or a name to be looked for
     * @param directory what a relative path starts at
     * @param searchPath where a name is looked for: directories, as in {@code PATH}
     * @throws IllegalArgumentException when it is not there or may not be run; the message is a sentence
     */
    static Path find(String name, Path directory, String searchPath) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("its name is empty. Name a program.");
        }
        if (name.indexOf(File.separatorChar) >= 0) {
            Path file = directory.resolve(name).toAbsolutePath().normalize();
            if (!Files.exists(file)) {
                throw new IllegalArgumentException("there is no file " + file + ". Correct the path.");
            }
            if (!isProgram(file)) {
                throw mayNotRun(file);
            }
            return file;
        }
        Path found = null;
        for (Path place : Arrays.stream(searchPath.split(File.pathSeparator, -1))
                .map(Path::of)
                .toList()) {
            Path file = directory.resolve(place).resolve(name).toAbsolutePath();
            if (isProgram(file)) {
                return file;
            }
            found = found == null && Files.isRegularFile(file) ? file : found;
        }
        if (found != null) {
            throw mayNotRun(found);
        }
        throw new IllegalArgumentException("there is no such program in the directories of PATH (" + searchPath
                + "). Install it, or give its path.");
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    private static IllegalArgumentException mayNotRun(Path file) {
        return new IllegalArgumentException(
                "this process may not execute " + file + ". Give it the right (chmod +x), or correct the path.");
    }
}
