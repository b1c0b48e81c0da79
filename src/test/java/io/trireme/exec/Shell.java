package io.trireme.exec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Programs for tests: scripts of the POSIX shell. */
final class Shell {
    static final int MOST_OUTPUT = 1_000;
    static final Duration GRACE = Duration.ofMillis(300);

    private Shell() {}

    /** The script, with these arguments as $1 and so on. */
    static Program script(String script, String... arguments) {
        return program(
                "/bin/sh",
                Stream.concat(Stream.of("-c", script, "sh"), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    static Program program(String name, String... arguments) {
        return new Program(
                "queue",
                name,
                List.of(arguments).stream().map(Template::new).toList(),
                Path.of(""),
                MOST_OUTPUT,
                GRACE);
    }
}
