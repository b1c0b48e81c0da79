package io.trireme.app;

import io.trireme.ExecSettings.Mode;
import io.trireme.TriremeConfig.Role;
import io.trireme.wire.QueueKeys;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code trireme exec}: a worker whose handler is a program. Used by the main thread, once. */
@Command(
        name = "exec",
        description = "Works on a queue with a program in any language, until it is told to stop; then drains.",
        customSynopsis = "trireme exec QUEUE [OPTIONS] -- COMMAND [ARGUMENT...]",
        footer = {
            "",
            "One process for each task: the payload on its standard input, the task in TRIREME_ID, TRIREME_KEY and the like,"
                    + " its headers in TRIREME_HEADER_<NAME>; what it prints is the result. Exit code 0: done; 65: to the"
                    + " dead letters; 75 and any other: tried again. With --lines one process works on many tasks, a line"
                    + " of JSON in each direction: src/docs/protocol.md.",
            "No shell reads the command. {{id}}, {{key}}, {{payload}} and the like in an argument become the task's.",
            "Brokers: kafka.bootstrap.servers, KAFKA_BOOTSTRAP_SERVERS, or 127.0.0.1:9092.",
            "Exit codes: 0 told to stop and drained, 1 did not start, 2 the command line is wrong."
        })
final class ExecCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "QUEUE", description = "The queue to work on.")
    private String queue = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "COMMAND",
            description = "The program and its arguments, after --.")
    private List<String> command = List.of();

    @Option(names = "--lines", description = "Keep the processes, and speak with them in lines of JSON.")
    private boolean lines;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "Most tasks at once, and so most processes; the number of processors unless given.")
    private @Nullable Integer concurrency;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "How long an attempt may take, like 30s or 5m; then the process is told to end, and killed.")
    private @Nullable String timeout;

    @Option(names = "--type", paramLabel = "TYPE", description = "The task type; the queue's name unless given.")
    private @Nullable String type;

    @Mixin
    private final FaceOptions faces = new FaceOptions();

    @Override
    public Integer call() {
        return OrderlyExit.after(() -> {
            var settings = new Settings();
            settings.set("trireme.worker.queues", queue);
            String prefix = QueueKeys.prefix(queue);
            set(settings, prefix + "concurrency", concurrency);
            set(settings, prefix + "timeout", timeout);
            set(settings, prefix + "exec.type", type);
            settings.set(prefix + "exec.mode", (lines ? Mode.LINES : Mode.ONCE).name());
            for (int i = 0; i < command.size(); i++) {
                settings.set(prefix + "exec.command[" + i + "]", literal(command.get(i)));
            }
            var service = new Service(settings, faces);
            service.prepare(List.of(Role.WORKER));
            return service.run(Running.class, "exec");
        });
    }

    private static void set(Settings settings, String name, @Nullable Object value) {
        if (value != null) {
            settings.set(name, value.toString());
        }
    }

    /** As a value of the configuration, which would read expressions and knows no empty text. */
    static String literal(String argument) {
        return argument.isEmpty() ? "{{empty}}" : argument.replace("$", "\\$");
    }
}
