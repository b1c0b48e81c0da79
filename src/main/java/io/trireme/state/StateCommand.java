package io.trireme.state;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trireme.wire.BrokerOptions;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.ListOptions;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.PrintedJson;
import io.trireme.wire.SharedAdmin;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trireme state}: what processes share, asked of those who hold it. Used by one thread, once. */
@Command(
        name = "state",
        description = "Lists what processes share, shows one object, takes a lock from its holder.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Exit codes: 0 done, 1 not, 2 the command line is wrong."})
public final class StateCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Spec
    @SuppressWarnings("NullAway.Init") // set by the command line, like all options
    private CommandSpec spec;

    @Command(name = "list", description = "Lists the objects that are not at rest, by name.")
    int list(@Mixin BrokerOptions brokers, @Mixin ListOptions shown) {
        int limit = shown.limit();
        List<StateView> objects = asked(brokers, directory -> directory.list(limit)).stream()
                .map(StateView::of)
                .toList();
        if (shown.json()) {
            out().println(PrintedJson.of(objects));
        } else if (objects.isEmpty()) {
            out().println("nothing is held, waited for or stored");
        } else {
            out().printf("%-18s  %8s  %8s  %s%n", "KIND", "SIZE", "WAITING", "NAME");
            objects.forEach(object -> out().printf(
                            "%-18s  %8d  %8d  %s%s%n",
                            object.kind(),
                            object.size(),
                            object.waiting(),
                            object.name(),
                            object.heldSince()
                                    .map(since -> "  held since " + since)
                                    .orElse("")));
        }
        out().flush();
        return 0;
    }

    @Command(name = "show", description = "Shows one object, as JSON.")
    int show(
            @Mixin BrokerOptions brokers,
            @Parameters(paramLabel = "NAME", description = "The object's name.") String name) {
        out().println(PrintedJson.of(StateView.of(asked(brokers, directory -> directory.show(name)))));
        return 0;
    }

    @Command(
            name = "release",
            description = "Takes a lock from who holds it. Who held it may still be at work: its fencing token is old.")
    int release(
            @Mixin BrokerOptions brokers,
            @Parameters(paramLabel = "NAME", description = "The lock's name.") String name) {
        asked(brokers, directory -> {
            directory.release(name);
            return name;
        });
        out().println("Lock " + name + " was taken from its holder.");
        return 0;
    }

    private static <T> T asked(BrokerOptions brokers, Function<StateDirectory, T> question) {
        KafkaSettings kafka = KafkaSettings.of(brokers.config());
        try (var admin = new SharedAdmin(kafka);
                var state = new SharedState(
                        new StateClient(kafka, admin, PATIENCE, PATIENCE), new PayloadCodec(new ObjectMapper()))) {
            return question.apply(StateDirectory.of(state));
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
