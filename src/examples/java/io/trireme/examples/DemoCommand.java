package io.trireme.examples;

import io.trireme.app.DevService;
import io.trireme.app.ServiceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trireme demo}: what {@code dev} starts, with work for it. Used by the main thread, once. */
@Command(
        name = "demo",
        description = "Starts what dev starts, gives it real work and shows what it did.",
        footer = {
            "",
            "The work: the digest of every file below the directories, and fetching pages that take 500 ms each and that"
                    + " this process serves itself. Then an order that fails is tried again, and one that cannot be"
                    + " read is mended among the dead letters and put back (unless --queues leaves orders out). At last"
                    + " the workers are called as one pool, with a map over the first 1,000 of the files.",
            "Exit codes: 0 told to stop, or with --once every task was settled, the digests are right and the"
                    + " orders were shipped; 1 something was wrong, which is said; 2 the command line is wrong."
        })
final class DemoCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by the command line, like all options
    private CommandSpec spec;

    @Mixin
    private final ServiceOptions options = new ServiceOptions();

    @Parameters(
            paramLabel = "DIR",
            arity = "0..*",
            description = "Directories with files to digest; the working directory without .git and target, and the"
                    + " JDK's legal and lib, unless given.")
    private List<Path> directories = List.of();

    @Option(names = "--once", description = "End when the work is done and was checked.")
    private boolean once;

    @Option(
            names = "--pages",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many pages to fetch; ${DEFAULT-VALUE} unless given.")
    private int pages;

    @Override
    public Integer call() {
        if (pages < 0) {
            throw wrong("--pages is " + pages + "; use 0 or more.");
        }
        var plan =
                new DemoPlan(pages, once, directories.stream().map(this::real).toList());
        OpenFiles.economize();
        return new DevService(options).run(Demo.class, plan.arguments());
    }

    /** A directory named by a link is meant itself. */
    private Path real(Path directory) {
        try {
            Path real = directory.toRealPath();
            if (Files.isDirectory(real)) {
                return real;
            }
        } catch (IOException nowhere) {
            // as wrong as a file
        }
        throw wrong(directory + " is no directory.");
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
