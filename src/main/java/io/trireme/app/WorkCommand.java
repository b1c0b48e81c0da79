package io.trireme.app;

import io.trireme.TriremeConfig.Role;
import io.trireme.process.Lifeline;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code trireme work}: one worker process. Used by the main thread, once. */
@Command(
        name = "work",
        description = "Works on tasks until it is told to stop; then drains.",
        footer = {
            "",
            "Brokers: kafka.bootstrap.servers, KAFKA_BOOTSTRAP_SERVERS, or 127.0.0.1:9092.",
            "Without the role web and without --http-port there is no HTTP API, only health and metrics.",
            "With --processes several whole workers run on this host; one that ends is started again, and on SIGTERM they"
                    + " drain one after another. The management port answers for all of them.",
            "Exit codes: 0 told to stop and drained; 1 did not start, or a process ended too often; 2 the command line is"
                    + " wrong."
        })
final class WorkCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by the command line, like all options
    private CommandSpec spec;

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

    @Option(
            names = "--processes",
            paramLabel = "N",
            description =
                    "Keeps N worker processes running, each with the heap of one: mind -Xmx in TRIREME_JAVA_OPTS.")
    private @Nullable Integer processes;

    @Option(
            names = "--restarts",
            paramLabel = "N",
            defaultValue = "5",
            description = "With --processes: how often one of them may be started again within five minutes; then all"
                    + " stop. ${DEFAULT-VALUE} unless given.")
    private int restarts;

    @Option(names = "--lifeline", hidden = true, description = "Drains and ends when its standard input does.")
    private boolean lifeline;

    @Override
    public Integer call() {
        if (processes != null) {
            List<String> arguments = spec.root().commandLine().getParseResult().originalArgs();
            var crew = new Crew(processes, restarts, arguments, options.faces()).check(roles);
            return OrderlyExit.after(crew::run);
        }
        if (lifeline) {
            Lifeline.watch(System.in, () -> Runtime.getRuntime().exit(0)); // as a signal would
        }
        return OrderlyExit.after(() -> {
            var settings = new Settings();
            options.apply(settings);
            var service = new Service(settings, options.faces());
            service.prepare(roles);
            return service.run(Running.class, "work");
        });
    }
}
