package io.trireme.deadletter;

import io.trireme.wire.BrokerOptions;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.PrintedJson;
import io.trireme.wire.SharedAdmin;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trireme dead}: what gave up, straight from the brokers. Used by one thread, once. */
@Command(
        name = "dead",
        description = "Shows dead letters, edits one, puts them back, purges them.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Exit codes: 0 done, 1 not, or not all of it, 2 the command line is wrong."})
public final class DeadCommand {
    private static final int MOST_BYTES = 64 * 1024 * 1024;
    private static final String STDIN = "-";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by the command line, like all options
    private CommandSpec spec;

    @Command(name = "list", description = "Lists the letters of a queue.")
    int list(
            @Mixin BrokerOptions brokers,
            @Mixin LetterOptions letters,
            @Parameters(paramLabel = "QUEUE", description = "The queue.") String queue,
            @Option(
                            names = "--limit",
                            defaultValue = "50",
                            paramLabel = "N",
                            description = "Most letters shown; ${DEFAULT-VALUE} unless given.")
                    int limit,
            @Option(names = "--json", description = "Print JSON, for scripts.") boolean json) {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit is a number from 1 on.");
        }
        LetterFilter filter = letters.filter();
        List<Letter> found = with(brokers, queues -> queues.browse(queue, filter, limit));
        if (json) {
            out().println(PrintedJson.of(found.stream().map(LetterView::brief).toList()));
        } else if (found.isEmpty()) {
            out().println("no dead letters" + (filter.equals(LetterFilter.ALL) ? "" : " that match"));
        } else {
            LetterTable.of(found).forEach(out()::println);
            if (found.size() == limit) {
                out().println("There may be more: ask for them with --limit, or choose with --reason and the others.");
            }
        }
        return 0;
    }

    @Command(name = "show", description = "Shows one letter in full, as JSON.")
    int show(
            @Mixin BrokerOptions brokers,
            @Parameters(index = "0", paramLabel = "QUEUE", description = "The queue.") String queue,
            @Parameters(index = "1", paramLabel = "ID", description = "The task's id.") String id) {
        out().println(PrintedJson.of(LetterView.full(with(brokers, queues -> queues.show(queue, id)))));
        return 0;
    }

    @Command(name = "edit", description = "Gives one letter another payload.")
    int edit(
            @Mixin BrokerOptions brokers,
            @Parameters(index = "0", paramLabel = "QUEUE", description = "The queue.") String queue,
            @Parameters(index = "1", paramLabel = "ID", description = "The task's id.") String id,
            @Parameters(index = "2", paramLabel = "PAYLOAD", description = "The new payload; - reads it.")
                    String payload)
            throws IOException {
        byte[] bytes =
                STDIN.equals(payload) ? System.in.readNBytes(MOST_BYTES) : payload.getBytes(StandardCharsets.UTF_8);
        with(brokers, queues -> {
            queues.edit(queue, id, bytes);
            return id;
        });
        out().println("Letter " + id + " has its new payload. Put it back with: trireme dead redrive " + queue
                + " --id " + id);
        return 0;
    }

    @Command(
            name = "redrive",
            description = "Puts letters back as tasks, each in a transaction with its going: none runs twice.")
    int redrive(
            @Mixin BrokerOptions brokers,
            @Mixin LetterOptions letters,
            @Parameters(paramLabel = "QUEUE", description = "The queue.") String queue,
            @Option(names = "--all", description = "All of them.") boolean all,
            @Option(names = "--rate", paramLabel = "N", description = "Most tasks put back each second.") @Nullable
                    Double rate,
            @Option(names = "--dry-run", description = "Only count.") boolean dryRun,
            @Option(
                            names = "--to",
                            paramLabel = "QUEUE",
                            description = "The queue that they go to; the one that they came from unless given.")
                    @Nullable
                    String to) {
        LetterFilter filter = chosen(letters, all);
        if (rate != null && !(rate > 0)) {
            throw new ParameterException(spec.commandLine(), "--rate is a number of tasks a second above 0.");
        }
        var how = new Redrive(
                dryRun, rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate), Optional.ofNullable(to));
        MoveReport report = with(brokers, queues -> {
            var bar = new ProgressBar(spec.commandLine().getErr(), System.console() != null);
            MoveReport made = queues.redrive(queue, filter, how, bar::at);
            bar.end();
            return made;
        });
        return tell(report, dryRun ? "would be put back" : "put back", dryRun ? report.matched() : report.moved());
    }

    @Command(name = "purge", description = "Forgets letters, for good.")
    int purge(
            @Mixin BrokerOptions brokers,
            @Mixin LetterOptions letters,
            @Parameters(paramLabel = "QUEUE", description = "The queue.") String queue,
            @Option(names = "--all", description = "All of them.") boolean all) {
        LetterFilter filter = chosen(letters, all);
        MoveReport report = with(brokers, queues -> queues.purge(queue, filter, MoveProgress.UNWATCHED));
        return tell(report, "purged", report.moved());
    }

    private int tell(MoveReport report, String what, long count) {
        out().println(count + " " + what + (report.failed() > 0 ? ", " + report.failed() + " not" : ""));
        report.failures().forEach(spec.commandLine().getErr()::println);
        return report.failed() > 0 ? 1 : 0;
    }

    /** A forgotten option must not mean all of them. */
    private LetterFilter chosen(LetterOptions letters, boolean all) {
        LetterFilter filter = letters.filter();
        if (filter.equals(LetterFilter.ALL) != all) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Say which letters: by --id, --reason, --exception, --type, --from or --until; or --all of them,"
                            + " and nothing beside it.");
        }
        return filter;
    }

    private static <T> T with(BrokerOptions brokers, Function<DeadLetterQueues, T> does) {
        var kafka = KafkaSettings.of(brokers.config());
        try (var admin = new SharedAdmin(kafka)) {
            return does.apply(new DeadLetterQueues(kafka, admin));
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
