package io.trireme.control;

import io.trireme.control.ProcessReport.RunningTask;
import io.trireme.wire.PrintedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trireme running}: asks all processes over the brokers. Used by one thread, once. */
@Command(
        name = "running",
        description = "Shows what runs of a queue in all processes, and who has applied what was ordered of it.",
        footer = {
            "",
            "A process that answers has applied all that was ordered before; one that does not answer within 3 s is named.",
            "Exit codes: 0 shown, 1 not, 2 the command line is wrong."
        })
public final class RunningCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by the command line, like all options
    private CommandSpec spec;

    @Mixin
    private final OrderOptions options = new OrderOptions();

    @Parameters(paramLabel = "QUEUE", description = "The queue.")
    private String queue = "";

    @Option(names = "--json", description = "Print JSON, for scripts.")
    private boolean json;

    @Override
    public Integer call() {
        Activity activity = options.give(control -> control.running(queue));
        if (json) {
            spec.commandLine().getOut().println(PrintedJson.of(activity));
        } else {
            lines(activity).forEach(spec.commandLine().getOut()::println);
        }
        return 0;
    }

    static List<String> lines(Activity activity) {
        var lines = new ArrayList<String>();
        for (ProcessReport process : activity.processes()) {
            lines.add("process %s: %s, %d of %d at once%s, has applied all orders"
                    .formatted(
                            process.process(),
                            process.paused() ? "paused" : "runs",
                            process.busy(),
                            process.concurrency(),
                            process.purging() ? ", purged" : ""));
            process.running().stream().map(RunningCommand::line).forEach(lines::add);
            if (process.busy() > process.running().size()) {
                lines.add("  and " + (process.busy() - process.running().size()) + " more");
            }
        }
        for (String process : activity.silent()) {
            lines.add("process " + process + ": does not answer");
        }
        if (lines.isEmpty()) {
            lines.add("No process works on queue " + activity.queue() + ".");
        }
        return lines;
    }

    private static String line(RunningTask task) {
        return String.format(
                Locale.ROOT,
                "  %-40s %-20s attempt %d, %.1f s, %s%s",
                task.task(),
                task.type(),
                task.attempt(),
                task.seconds(),
                task.thread(),
                task.cancelled() ? ", asked to stop" : "");
    }
}
