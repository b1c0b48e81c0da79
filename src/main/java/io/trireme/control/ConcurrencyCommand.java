package io.trireme.control;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trireme concurrency}: writes the order straight to the brokers. Used by one thread, once. */
@Command(
        name = "concurrency",
        description = "Sets how many tasks of a queue run at once in each process, until it is told otherwise.",
        footer = {"", "Exit codes: 0 ordered, 1 not, 2 the command line is wrong."})
public final class ConcurrencyCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by the command line, like all options
    private CommandSpec spec;

    @Mixin
    private final QueueOrder order = new QueueOrder();

    // No group of arguments: in one, a parameter behind another of the command is not found.
    @Parameters(index = "1", arity = "0..1", paramLabel = "N", description = "How many; or --configured.")
    private @Nullable Integer number;

    @Option(names = "--configured", description = "As many as each process is configured to.")
    private boolean configured;

    @Override
    public Integer call() {
        Integer ordered = number;
        if ((ordered == null) != configured) {
            throw new ParameterException(spec.commandLine(), "Say how many, or --configured.");
        }
        String queue = order.give((control, name) -> {
            if (ordered == null) {
                control.unlimit(name);
            } else {
                control.limit(name, ordered);
            }
        });
        spec.commandLine()
                .getOut()
                .println("Queue " + queue + " runs "
                        + (ordered == null ? "as many tasks at once as is configured." : ordered + " tasks at once."));
        return 0;
    }
}
