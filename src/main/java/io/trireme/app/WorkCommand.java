package io.trireme.app;

import io.trireme.TriremeConfig.Role;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code trireme work}: one worker process. Used by the main thread, once. */
@Command(
        name = "work",
        description = "Works on tasks until it is told to stop; then drains.",
        footer = {
            "",
            "Brokers: kafka.bootstrap.servers, KAFKA_BOOTSTRAP_SERVERS, or 127.0.0.1:9092.",
            "Without the role web and without --http-port there is no HTTP API, only health and metrics.",
            "Exit codes: 0 told to stop and drained, 1 did not start, 2 the command line is wrong."
        })
final class WorkCommand implements Callable<Integer> {
    @Mixin
    private final ServiceOptions options = new ServiceOptions();

    @Option(
            names = "--role",
            split = ",",
            paramLabel = "ROLE",
            defaultValue = "worker",
            description = "What the process does, one or more of: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} unless"
                    + " given.")
    private List<Role> roles = List.of();

    @Override
    public Integer call() {
        return OrderlyExit.after(() -> {
            var settings = new Settings();
            options.apply(settings);
            var service = new Service(settings, options.faces());
            service.prepare(roles);
            return service.run(Running.class, "work");
        });
    }
}
