package io.trireme.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code trireme dev}: broker, worker and HTTP in one process. Used by the main thread, once. */
@Command(
        name = "dev",
        description = "Starts everything in one process: a broker (unless one is configured), a worker, HTTP on 8080.",
        footer = {
            "",
            "The embedded broker keeps its data in a temporary directory, and takes it along when it stops.",
            "Exit codes: 0 told to stop and drained, 1 did not start, 2 the command line is wrong."
        })
final class DevCommand implements Callable<Integer> {
    @Mixin
    private final ServiceOptions options = new ServiceOptions();

    @Override
    public Integer call() {
        return new DevService(options).run(Running.class, "dev");
    }
}
