package io.trireme.schedule;

import io.trireme.wire.ListOptions;
import io.trireme.wire.PrintedJson;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trireme schedule}: what is to run later, straight from the brokers. Used by one thread, once. */
@Command(
        name = "schedule",
        description = "Lists tasks that are to run later, shows one, cancels one.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = CronCommand.class,
        footer = {"", "Exit codes: 0 done, 1 not, 2 the command line is wrong."})
public final class ScheduleCommand {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by the command line, like all options
    private CommandSpec spec;

    @Command(name = "list", description = "Lists the timers that are due first.")
    int list(@Mixin ScheduleOptions timers, @Mixin ListOptions shown) {
        int limit = shown.limit();
        List<TimerView> listed = timers.ask(
                schedule -> schedule.list(limit).stream().map(TimerView::of).toList());
        if (shown.json()) {
            out().println(PrintedJson.of(listed));
        } else if (listed.isEmpty()) {
            out().println("nothing waits");
        } else {
            out().printf("%-30s  %-24s  %s%n", "DUE", "QUEUE", "ID");
            listed.forEach(timer -> out().printf(
                            "%-30s  %-24s  %s%s%n",
                            timer.due(),
                            timer.queue(),
                            timer.id(),
                            timer.cron().map(rule -> "  " + rule).orElse("")));
        }
        out().flush();
        return 0;
    }

    @Command(name = "show", description = "Shows one timer with its payload, as JSON.")
    int show(@Mixin ScheduleOptions timers, @Parameters(paramLabel = "ID", description = "The task's id.") String id) {
        out().println(PrintedJson.of(TimerView.of(timers.ask(schedule -> schedule.show(id)))));
        return 0;
    }

    @Command(name = "cancel", description = "Cancels one timer.")
    int cancel(
            @Mixin ScheduleOptions timers, @Parameters(paramLabel = "ID", description = "The task's id.") String id) {
        timers.order(schedule -> schedule.cancel(id));
        out().println("Timer " + id + " is cancelled.");
        return 0;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
