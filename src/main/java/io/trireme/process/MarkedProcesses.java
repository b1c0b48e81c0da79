package io.trireme.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds processes by what is in their environment, where there is a {@code /proc}; elsewhere none. */
final class MarkedProcesses {
    private static final Path PROC = Path.of("/proc");

    private MarkedProcesses() {}

    /** A process and the value of its variable. */
    record Found(ProcessHandle process, String mark) {}

    /** The processes of this user whose environment has the variable with a value that begins so. */
    static Stream<Found> startingWith(String variable, String beginning) {
        if (!Files.isReadable(PROC.resolve("self").resolve("environ"))) {
            return Stream.empty();
        }
        return ProcessHandle.allProcesses()
                .flatMap(
                        process -> mark(process.pid(), '\0' + variable + '=', beginning)
                                .map(mark -> new Found(process, mark))
                                .stream());
    }

    private static Optional<String> mark(long pid, String entry, String beginning) {
        String environment = environment(pid);
        int at = environment.indexOf(entry + beginning);
        if (at < 0) {
            return Optional.empty();
        }
        int from = at + entry.length();
        return Optional.of(environment.substring(from, environment.indexOf('\0', from)));
    }

    private static String environment(long pid) {
        try {
            return '\0' + Files.readString(PROC.resolve(Long.toString(pid)).resolve("environ"), ISO_8859_1) + '\0';
        } catch (IOException goneOrNotOurs) {
            return "";
        }
    }
}
