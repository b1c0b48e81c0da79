package io.trireme.schedule;

import io.trireme.MissedFirings;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trireme schedule cron}: rules by which tasks are published again and again. Used by one thread, once. */
@Command(
        name = "cron",
        description = "Adds a cron rule, removes one. 'trireme schedule list' shows them.",
        synopsisSubcommandLabel = "COMMAND")
final class CronCommand {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by the command line, like all options
    private CommandSpec spec;

    @Command(name = "add", description = "Publishes a task at the times of a rule, once for the whole cluster.")
    int add(
            @Mixin ScheduleOptions timers,
            @Parameters(paramLabel = "NAME", description = "By which it is removed; replaces one of that name.")
                    String name,
            @Option(names = "--queue", required = true, paramLabel = "Q", description = "The queue.") String queue,
            @Option(names = "--type", paramLabel = "T", description = "The task type; the queue's name unless given.")
                    @Nullable
                    String type,
            @Option(
                            names = "--rule",
                            required = true,
                            paramLabel = "RULE",
                            description = "Five cron fields, or six with the second in front.")
                    String rule,
            @Option(
                            names = "--zone",
                            defaultValue = "UTC",
                            paramLabel = "ZONE",
                            description = "The time zone, like Europe/Berlin; ${DEFAULT-VALUE} unless given.")
                    String zone,
            @Option(
                            names = "--missed",
                            defaultValue = "ONE",
                            paramLabel = "POLICY",
                            description = "Of missed firings: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} unless given.")
                    MissedFirings missed,
            @Parameters(index = "1", arity = "0..1", paramLabel = "PAYLOAD", description = "JSON; none unless given.")
                    @Nullable
                    String payload) {
        var job = new CronJob(name, queue, type == null ? queue : type, rule, zone, missed);
        timers.order(
                schedule -> schedule.addCron(job, payload == null ? null : payload.getBytes(StandardCharsets.UTF_8)));
        spec.commandLine().getOut().println("Cron rule " + name + " is set.");
        return 0;
    }

    @Command(name = "remove", description = "Removes a cron rule.")
    int remove(
            @Mixin ScheduleOptions timers,
            @Parameters(paramLabel = "NAME", description = "The rule's name.") String name) {
        timers.order(schedule -> schedule.removeCron(name));
        spec.commandLine().getOut().println("Cron rule " + name + " is removed.");
        return 0;
    }
}
