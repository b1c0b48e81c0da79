package io.trireme.control;

import io.trireme.wire.BrokerOptions;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.SharedAdmin;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
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
    private final BrokerOptions brokers = new BrokerOptions();

    @Parameters(paramLabel = "QUEUE", description = "The queue.")
    private String queue = "";

    @Override
    public Integer call() {
        KafkaSettings kafka = KafkaSettings.of(brokers.config());
        try (var admin = new SharedAdmin(kafka)) {
            new Control(kafka, admin).resume(queue);
        }
        spec.commandLine().getOut().println("Queue " + queue + " is resumed.");
        return 0;
    }
}
