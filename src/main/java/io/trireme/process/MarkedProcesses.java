package io.trireme.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Finds processes by what is in their environment, where there is a {@code /proc}; elsewhere none.
 *
 * <p>Walk-through of the one race: a process that carries the mark goes over to another program ({@code exec}). From the moment
 * in which it gives its old memory up until its environment lies in the new one, that reads as empty, and on a machine under load
 * it may take a while. So one that has a program and no place for its environment yet is looked at again, for a bounded time.
 */
final class MarkedProcesses {
    private static final Path PROC = Path.of("/proc");
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(1);

    /** Looks at a process that goes over to another program: about a second's. */
    private static final int LOOKS = 1_000;

    /** Of the fields in {@code stat} behind the command: where the environment ends, which is 0 until there is one. */
    private static final int END_OF_ENVIRONMENT = 48;

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
        String environment =
                environment(PROC.resolve(Long.toString(pid)), () -> LockSupport.parkNanos(LOOK_AGAIN_AFTER.toNanos()));
        int at = environment.indexOf(entry + beginning);
        if (at < 0) {
            return Optional.empty();
        }
        int from = at + entry.length();
        return Optional.of(environment.substring(from, environment.indexOf('\0', from)));
    }

    /**
     * The environment of a process.
     *
     * @param pause passes the time between two looks
     */
    static String environment(Path process, Runnable pause) {
        String environment = read(process.resolve("environ"));
        for (int look = 1; look < LOOKS && environment.isEmpty() && isChanging(process); look++) {
            pause.run();
            environment = read(process.resolve("environ"));
        }
        // It may have come between the last two looks.
        return '\0' + (environment.isEmpty() ? read(process.resolve("environ")) : environment) + '\0';
    }

    private static boolean isChanging(Path process) {
        if (!Files.exists(process.resolve("exe"))) {
            return false; // a thread of the kernel, or one that has ended: it has no memory
        }
        String stat = read(process.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        return fields.length > END_OF_ENVIRONMENT && fields[END_OF_ENVIRONMENT].equals("0");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException goneOrNotOurs) {
            return "";
        }
    }
}
