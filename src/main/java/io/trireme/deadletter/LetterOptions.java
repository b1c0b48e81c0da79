package io.trireme.deadletter;

import io.trireme.wire.Moments;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose dead letters. Filled in by the command line, read by one thread. */
final class LetterOptions {
    @Option(names = "--id", paramLabel = "ID", description = "The letter of this task.")
    private @Nullable String id;

    @Option(names = "--reason", paramLabel = "REASON", description = "Those that gave up for this reason.")
    private @Nullable String reason;

    @Option(names = "--exception", paramLabel = "CLASS", description = "Those whose handler threw this.")
    private @Nullable String exception;

    @Option(names = "--type", paramLabel = "TYPE", description = "Those of this task type.")
    private @Nullable String type;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Those that gave up then or later: 2030-01-31T12:00:00Z, or 2h for two hours ago.")
    private @Nullable String from;

    @Option(names = "--until", paramLabel = "TIME", description = "Those that gave up before then, likewise.")
    private @Nullable String until;

    LetterFilter filter() {
        var now = InstantSource.system().instant();
        return new LetterFilter(
                Optional.ofNullable(id),
                Optional.ofNullable(reason),
                Optional.ofNullable(exception),
                Optional.ofNullable(type),
                Optional.ofNullable(from).map(text -> Moments.past(text, now)),
                Optional.ofNullable(until).map(text -> Moments.past(text, now)));
    }
}
