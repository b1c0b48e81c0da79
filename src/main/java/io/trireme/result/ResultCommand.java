package io.trireme.result;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.config.SmallRyeConfig;
import io.trireme.TaskFailed;
import io.trireme.wire.BrokerOptions;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.Moments;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.PrintedJson;
import io.trireme.wire.RecordWriter;
import io.trireme.wire.SharedAdmin;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trireme result}: what came out of a task, straight from the brokers. Used by one thread, once. */
@Command(
        name = "result",
        description = "Prints what came out of a task, by its id.",
        footer = {
            "",
            "Prints what the handler returned. Of a task that has not ended it tells where it stands, on the error output.",
            "Exit codes: 0 there is a result, 1 the task failed, or nothing is known of it, 2 the command line is wrong,"
                    + " 3 it has not ended."
        })
public final class ResultCommand implements Callable<Integer> {
    private static final int NOT_YET = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Spec
    @SuppressWarnings("NullAway.Init") // set by the command line, like all options
    private CommandSpec spec;

    @Mixin
    private final BrokerOptions brokers = new BrokerOptions();

    @Parameters(paramLabel = "ID", description = "The task's id.")
    private String id = "";

    @Option(names = "--wait", paramLabel = "DURATION", description = "Wait for it to end, for so long: 30s, 5m.")
    private @Nullable String wait;

    @Option(names = "--progress", description = "While waiting, print how far it is, on the error output.")
    private boolean progress;

    @Override
    public Integer call() throws InterruptedException {
        SmallRyeConfig config = brokers.config();
        var kafka = KafkaSettings.of(config);
        ResultOptions options = ResultOptions.of(config);
        var codec = new PayloadCodec(new ObjectMapper());
        try (var replies = new Replies(kafka, options, codec, PATIENCE, Revoker.NONE, () -> ThreadLocalRandom.current()
                        .nextLong());
                var admin = new SharedAdmin(kafka);
                var writer = new RecordWriter(kafka);
                var results = new Results(
                        kafka,
                        options,
                        replies,
                        new Places(admin, writer, replies, System::nanoTime),
                        InstantSource.system())) {
            TaskResult found = wait == null ? results.find(id) : results.await(id, Moments.length(wait), this::show);
            if (found.state().isFinal() && found.error().isPresent()) {
                throw new TaskFailed(id, found.state(), found.error().get());
            }
            if (found.value().isEmpty()) {
                spec.commandLine().getErr().println(PrintedJson.of(TaskView.of(found)));
                return NOT_YET;
            }
            print(found.value().get());
            return 0;
        }
    }

    private void show(TaskResult told) {
        if (progress) {
            told.progress().ifPresent(how -> spec.commandLine()
                    .getErr()
                    .println(how.done() + (how.total() > 0 ? " of " + how.total() : "") + " " + how.note()));
        }
    }

    private void print(ResultValue value) {
        if (value.isJson()) {
            spec.commandLine().getOut().println(new String(value.bytes(), StandardCharsets.UTF_8));
        } else {
            System.out.writeBytes(value.bytes()); // as they are: they may be an image
            System.out.flush();
        }
    }
}
