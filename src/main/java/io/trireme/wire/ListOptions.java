package io.trireme.wire;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How much a command that lists things shows, and for whom. Used by one thread, once. */
public final class ListOptions {
    private static final int MOST_SHOWN = 100_000;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by the command line, like all options
    private CommandSpec spec;

    @Option(
            names = "--limit",
            defaultValue = "50",
            paramLabel = "N",
            description = "Most that are shown; ${DEFAULT-VALUE} unless given.")
    private int limit;

    @Option(names = "--json", description = "Print JSON, for scripts.")
    private boolean json;

    /** How many are shown at most; ends the command with a sentence if that is no such number. */
    public int limit() {
        if (limit < 1 || limit > MOST_SHOWN) {
            throw new ParameterException(spec.commandLine(), "--limit is a number from 1 to " + MOST_SHOWN + ".");
        }
        return limit;
    }

    /** Whether to print JSON. */
    public boolean json() {
        return json;
    }
}
