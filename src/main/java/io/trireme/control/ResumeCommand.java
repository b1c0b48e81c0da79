package io.trireme.control;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code trireme resume}: writes the order straight to the brokers. Used by one thread, once. */
@Command(
        name = "resume",
        description = "Lets the tasks of a paused queue start again, in all processes.",
        footer = {"", "Exit codes: 0 done, 1 not, 2 the command line is wrong."})
public final class ResumeCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by the command line, like all options
    private CommandSpec spec;

    @Mixin
    private final QueueOrder order = new QueueOrder();

    @Override
    public Integer call() {
        spec.commandLine().getOut().println("Queue " + order.give(Control::resume) + " is resumed.");
        return 0;
    }
}
