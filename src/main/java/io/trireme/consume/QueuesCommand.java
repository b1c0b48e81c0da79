package io.trireme.consume;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trireme.wire.BrokerOptions;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.SharedAdmin;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code trireme queues}: asks a running process; where none answers, the brokers. Used by one thread, once.
 */
@Command(
        name = "queues",
        description = "Shows the queues: depth, in-flight, rate, workers.",
        footer = {
            "",
            "Asks the process at --url; when none answers there, the brokers, which know the depth but no rates.",
            "A process that asks for a token gets the one in TRIREME_TOKEN.",
            "Exit codes: 0 shown, 1 not, 2 the command line is wrong."
        })
public final class QueuesCommand implements Callable<Integer> {
    private static final int PATIENCE = (int) Duration.ofSeconds(10).toMillis();
    private static final int MOST_BYTES = 64 * 1024 * 1024;
    private static final String TOKEN = "TRIREME_TOKEN";
    private static final String LOCAL = "http://127.0.0.1:8080";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by the command line, like all options
    private CommandSpec spec;

    @Mixin
    private final BrokerOptions brokers = new BrokerOptions();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "QUEUE",
            description = "One queue, in full; all unless given.")
    private @Nullable String queue;

    @Option(names = "--url", paramLabel = "URL", description = "The process to ask; " + LOCAL + " unless given.")
    private @Nullable String url;

    @Option(names = "--json", description = "Print JSON, for scripts.")
    private boolean asJson;

    private @Nullable ObjectMapper mapper;

    @Override
    public Integer call() throws IOException {
        JsonNode shown = brokers.areGiven() && url == null ? askBrokers() : askProcessFirst(url == null ? LOCAL : url);
        if (asJson) {
            spec.commandLine()
                    .getOut()
                    .println(json().writerWithDefaultPrettyPrinter().writeValueAsString(shown));
        } else {
            QueueTable.of(shown).forEach(spec.commandLine().getOut()::println);
        }
        return 0;
    }

    private JsonNode askProcessFirst(String process) throws IOException {
        Optional<JsonNode> answer = askProcess(process);
        if (answer.isPresent()) {
            return answer.get();
        }
        spec.commandLine()
                .getErr()
                .println("No process answers at " + process + ", so the brokers are asked. Rates and workers need a"
                        + " process: start one with an HTTP port, or name it with --url.");
        return askBrokers();
    }

    /** What the process says; empty if there is none. */
    private Optional<JsonNode> askProcess(String process) throws IOException {
        String path = queue == null ? "" : "/" + URLEncoder.encode(queue, StandardCharsets.UTF_8);
        HttpURLConnection call;
        int status;
        try {
            call = (HttpURLConnection)
                    URI.create(process).resolve("/api/queues" + path).toURL().openConnection();
            call.setConnectTimeout(PATIENCE);
            call.setReadTimeout(PATIENCE);
            if (System.getenv(TOKEN) != null) {
                call.setRequestProperty("Authorization", "Bearer " + System.getenv(TOKEN));
            }
            status = call.getResponseCode();
        } catch (IOException nobody) {
            return Optional.empty();
        }
        if (status == HttpURLConnection.HTTP_OK) {
            return Optional.of(json().readTree(call.getInputStream().readNBytes(MOST_BYTES)));
        }
        var problem = call.getErrorStream() == null
                ? JsonNodeFactory.instance.objectNode()
                : json().readTree(call.getErrorStream().readNBytes(MOST_BYTES));
        throw new IOException(problem.path("detail").asText("The process at " + process + " answers " + status + "."));
    }

    private JsonNode askBrokers() {
        try (var admin = new SharedAdmin(KafkaSettings.of(brokers.config()))) {
            var depths = new QueueDepths(admin, brokers.application());
            if (queue != null) {
                return node(depths.of(queue));
            }
            List<QueueDepth> all = depths.all();
            ArrayNode queues = JsonNodeFactory.instance.arrayNode();
            all.forEach(depth -> queues.add(node(depth)));
            return JsonNodeFactory.instance.objectNode().set("queues", queues);
        }
    }

    /** Made when it is used: it takes a quarter of a second. */
    private ObjectMapper json() {
        if (mapper == null) {
            mapper = new ObjectMapper();
        }
        return mapper;
    }

    private static ObjectNode node(QueueDepth depth) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("queue", depth.queue())
                .put("partitions", depth.partitions())
                .put("depth", depth.total());
    }
}
