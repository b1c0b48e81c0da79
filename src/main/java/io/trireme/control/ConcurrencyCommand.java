package io.trireme.control;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @ArgGroup(multiplicity = "1")
    private final Value value = new Value();

    /** Either of them. */
    static final class Value {
        @Parameters(index = "1", paramLabel = "N", description = "How many.")
        private @Nullable Integer number;

        @Option(names = "--configured", description = "As many as each process is configured to.")
        private boolean configured;
    }

    @Override
    public Integer call() {
        Integer number = value.number;
        String queue = order.give((control, name) -> {
            if (number == null) {
                control.unlimit(name);
            } else {
                control.limit(name, number);
            }
        });
        spec.commandLine()
                .getOut()
                .println("Queue " + queue + " runs "
                        + (number == null ? "as many tasks at once as is configured." : number + " tasks at once."));
        return 0;
    }
}
