package io.trireme.control;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code trireme pause}: writes the order straight to the brokers. Used by one thread, once. */
@Command(
        name = "pause",
        description = "Lets no task of a queue start, in any process; those that run may end.",
        footer = {"", "Exit codes: 0 done, 1 not, 2 the command line is wrong."})
public final class PauseCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by the command line, like all options
    private CommandSpec spec;

    @Mixin
    private final QueueOrder order = new QueueOrder();

    @Override
    public Integer call() {
        spec.commandLine().getOut().println("Queue " + order.give(Control::pause) + " is paused.");
        return 0;
    }
}
