package io.trireme.control;

import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trireme revoke}: writes the order straight to the brokers. Used by one thread, once. */
@Command(
        name = "revoke",
        description = "Lets a task not start, or each of a group; where one runs it is asked to stop.",
        footer = {
            "",
            "Holds for 7 days, for tasks that are published later too. A timer that is due after that: trireme schedule"
                    + " cancel.",
            "Exit codes: 0 ordered, 1 not, 2 the command line is wrong."
        })
public final class RevokeCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by the command line, like all options
    private CommandSpec spec;

    @Mixin
    private final OrderOptions options = new OrderOptions();

    @ArgGroup(multiplicity = "1")
    private final Target target = new Target();

    /** Either of them. */
    static final class Target {
        @Parameters(paramLabel = "ID", description = "The task's id.")
        private @Nullable String task;

        @Option(names = "--group", paramLabel = "GROUP", description = "All tasks that were published with this group.")
        private @Nullable String group;
    }

    @Override
    public Integer call() {
        String task = target.task;
        String group = target.group;
        Instant until = options.give(
                control -> task == null ? control.revokeGroup(String.valueOf(group)) : control.revoke(task));
        spec.commandLine()
                .getOut()
                .println((task == null ? "Tasks of group " + group + " are" : "Task " + task + " is")
                        + " revoked until " + until + ".");
        return 0;
    }
}
