package io.trireme.observe;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The stacks of this process's platform threads; the JVM does not tell those of virtual ones by name. */
final class Stacks {
    private static final int FRAMES = 12;

    private Stacks() {}

    /** The top frames of the thread with this name, the innermost first. */
    static Optional<String> of(String thread) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getName().equals(thread))
                .findFirst()
                .map(Map.Entry::getValue)
                .map(frames -> Arrays.stream(frames)
                        .limit(FRAMES)
                        .map(StackTraceElement::toString)
                        .collect(Collectors.joining(" < ")));
    }
}
