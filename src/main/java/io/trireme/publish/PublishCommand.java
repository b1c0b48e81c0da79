package io.trireme.publish;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.config.SmallRyeConfig;
import io.trireme.Receipt;
import io.trireme.Task;
import io.trireme.TaskHandle;
import io.trireme.TriremeException;
import io.trireme.result.Replies;
import io.trireme.result.ResultOptions;
import io.trireme.result.Revoker;
import io.trireme.wire.BrokerOptions;
import io.trireme.wire.Headers;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.Moments;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.PrintedJson;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trireme publish}: tasks from the command line, straight to the brokers. Used by one thread, once. */
@Command(
        name = "publish",
        description = "Publishes one task, or with --from one for each line.",
        footer = {
            "",
            "Prints the receipt of a single task as one line of JSON, or with --wait its result; after --from a summary,"
                    + " and the bad lines with their numbers on the error output.",
            "Exit codes: 0 everything was published, 1 something was not, 2 the command line is wrong."
        })
public final class PublishCommand implements Callable<Integer> {
    private static final String STDIN = "-";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by the command line, like all options
    private CommandSpec spec;

    @Mixin
    private final BrokerOptions brokers = new BrokerOptions();

    @Parameters(index = "0", paramLabel = "QUEUE", description = "The queue.")
    private String queue = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PAYLOAD",
            description = "The payload, a JSON document; - reads it.")
    private @Nullable String payload;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "Payloads, one JSON document a line (NDJSON); - reads them.")
    private @Nullable String from;

    @Option(names = "--type", paramLabel = "TYPE", description = "The task type; the queue's name unless given.")
    private @Nullable String type;

    @Option(names = "--key", paramLabel = "KEY", description = "The ordering key.")
    private @Nullable String key;

    @Option(
            names = "--key-field",
            paramLabel = "NAME",
            description = "Take the ordering key from this field of each payload.")
    private @Nullable String keyField;

    @Option(
            names = "--group",
            paramLabel = "GROUP",
            description = "The set that it belongs to, which trireme revoke --group takes back.")
    private @Nullable String group;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "Not to be started from then on: 10m from now, or 2030-01-31T12:00:00Z.")
    private @Nullable String expires;

    @Option(names = "--delay", paramLabel = "DURATION", description = "To run so long from now: 30s, 5m, 2h.")
    private @Nullable String delay;

    @Option(names = "--at", paramLabel = "TIME", description = "To run at that time: 2030-01-31T12:00:00Z.")
    private @Nullable String at;

    @Option(names = "--result", description = "Keep the result, for trireme result ID.")
    private boolean result;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "Wait for the result of a single task, for so long, and print it: 30s, 5m.")
    private @Nullable String wait;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if ((payload == null) == (from == null)) {
            throw wrong("Give either a payload or --from.");
        }
        if (wait != null && from != null) {
            throw wrong("Give either --from or --wait.");
        }
        if (key != null && keyField != null) {
            throw wrong("Give either --key or --key-field.");
        }
        var submission = new Submission(
                queue,
                Optional.ofNullable(type),
                Optional.ofNullable(key),
                Optional.ofNullable(keyField).map(KeyField::new),
                headers());
        var codec = new PayloadCodec(new ObjectMapper());
        SmallRyeConfig config = brokers.config();
        var kafka = KafkaSettings.of(config);
        PublisherOptions options = PublisherOptions.of(config);
        RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        try (var replies = new Replies(
                        kafka, ResultOptions.of(config), codec, options.blockAtMost(), Revoker.NONE, random);
                var publisher = new KafkaPublisher(
                        kafka,
                        options,
                        codec,
                        replies,
                        "/" + brokers.application() + "/cli",
                        InstantSource.system(),
                        random)) {
            return from == null ? one(submission, codec, publisher) : all(from, submission, codec, publisher);
        }
    }

    private Map<String, String> headers() {
        var headers = new HashMap<>(Lateness.headers(Optional.ofNullable(delay), Optional.ofNullable(at)));
        if (result) {
            headers.put(Headers.REPLY_TO, Headers.BY_ID);
        }
        if (group != null) {
            headers.put(Headers.GROUP, group);
        }
        if (expires != null) {
            headers.put(
                    Headers.EXPIRES,
                    Moments.ahead(expires, InstantSource.system().instant()).toString());
        }
        return headers;
    }

    private int one(Submission submission, PayloadCodec codec, KafkaPublisher publisher)
            throws IOException, InterruptedException {
        byte[] document = STDIN.equals(payload)
                ? System.in.readNBytes(TaskBatch.LONGEST_LINE)
                : String.valueOf(payload).getBytes(StandardCharsets.UTF_8);
        Task task = submission.task(document, Optional.of(Submission.JSON), codec);
        if (wait != null) {
            return print(publisher.submit(task), Moments.length(wait));
        }
        try {
            Receipt receipt = publisher.publish(task).get();
            out().println(new ObjectMapper().writeValueAsString(receipt));
            return 0;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof TriremeException fault) {
                throw fault;
            }
            throw new IOException(failed.getCause());
        }
    }

    private int print(TaskHandle<Object> handle, Duration atMost) throws InterruptedException {
        try {
            out().println(PrintedJson.of(handle.get(atMost)));
            return 0;
        } catch (TimeoutException late) {
            throw new IllegalStateException(
                    late.getMessage() + " Its result: trireme result " + handle.id() + " --wait 1m", late);
        }
    }

    private int all(String source, Submission submission, PayloadCodec codec, KafkaPublisher publisher)
            throws IOException, InterruptedException {
        var batch = new TaskBatch(
                submission, codec, publisher::publish, TaskBatch.LONGEST_LINE, 0, error -> spec.commandLine()
                        .getErr()
                        .println("line " + error.line() + ": " + error.error()));
        try (InputStream lines = STDIN.equals(source) ? System.in : new FileInputStream(source)) {
            BatchReport report = batch.publish(lines);
            out().println(report.accepted() + " published, " + report.rejected() + " not"
                    + (report.unreadFrom() == 0
                            ? ""
                            : "; the brokers take nothing any more, nothing was read from line " + report.unreadFrom()
                                    + " on"));
            return report.rejected() == 0 && report.unreadFrom() == 0 ? 0 : 1;
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
