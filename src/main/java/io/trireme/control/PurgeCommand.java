package io.trireme.control;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code trireme purge}: writes the order straight to the brokers. Used by one thread, once. */
@Command(
        name = "purge",
        description = "Drops all tasks that lie in a queue now and have not started; those that run may end.",
        footer = {"", "Exit codes: 0 ordered, 1 not, 2 the command line is wrong."})
public final class PurgeCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by the command line, like all options
    private CommandSpec spec;

    @Mixin
    private final QueueOrder order = new QueueOrder();

    @Option(names = "--yes", description = "Yes, drop them: nothing brings them back.")
    private boolean sure;

    @Override
    public Integer call() {
        if (!sure) {
            throw new ParameterException(
                    spec.commandLine(), "What is purged is gone. Look with trireme queues QUEUE, and say --yes.");
        }
        var tasks = new AtomicLong();
        String queue = order.give((control, name) -> tasks.set(control.purge(name)));
        spec.commandLine().getOut().println("At most " + tasks + " tasks of queue " + queue + " are dropped.");
        return 0;
    }
}
