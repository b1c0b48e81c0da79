package io.trireme.app;

import io.quarkus.arc.properties.IfBuildProperty;
import io.trireme.TriremeConfig;
import io.trireme.TriremeConfig.Role;
import io.trireme.consume.Consumers;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.ProcessName;
import jakarta.enterprise.context.Dependent;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/** Where the running service can be reached, as lines for people. */
@Dependent
@IfBuildProperty(name = "trireme.http.enabled", stringValue = "true")
public final class Addresses {
    private static final String ROW = "  %-11s %s";

    private final Config config;
    private final TriremeConfig trireme;
    private final KafkaSettings kafka;
    private final Consumers consumers;

    Addresses(Config config, TriremeConfig trireme, KafkaSettings kafka, Consumers consumers) {
        this.config = config;
        this.trireme = trireme;
        this.kafka = kafka;
        this.consumers = consumers;
    }

    /** Brokers, HTTP, management, queues, and how to publish. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add("Trireme is up, process " + ProcessName.here());
        lines.add(row("brokers", kafka.bootstrapServers()));
        boolean http = config.getOptionalValue("quarkus.http.host-enabled", Boolean.class)
                .orElse(true);
        if (http) {
            lines.add(row("http", http() + "/api/queues"));
        }
        lines.add(row("management", address("management", 9000) + "/q/health and /q/metrics"));
        if (trireme.roles().contains(Role.WORKER)) {
            lines.add(row("queues", consumers.queues().isEmpty() ? "none" : String.join(", ", consumers.queues())));
            String queue = consumers.queues().stream().sorted().findFirst().orElse("QUEUE");
            if (http) {
                String token = trireme.http().tokensFile().isPresent() ? "-H \"Authorization: Bearer $TOKEN\" " : "";
                lines.add(row("publish", "curl " + token + "-d '{}' " + http() + "/api/queues/" + queue + "/tasks"));
            }
            lines.add(row(
                    http ? "" : "publish",
                    "trireme publish" + (isDefault() ? "" : " --bootstrap-servers " + kafka.bootstrapServers()) + " "
                            + queue + " '{}'"));
        }
        return List.copyOf(lines);
    }

    private boolean isDefault() {
        return kafka.bootstrapServers().equals(KafkaSettings.DEFAULT_BOOTSTRAP);
    }

    /** Where the HTTP API is. */
    public String http() {
        return address("http", 8080);
    }

    private String address(String face, int otherwise) {
        String host = config.getOptionalValue("quarkus." + face + ".host", String.class)
                .orElse("127.0.0.1");
        int port = config.getOptionalValue("quarkus." + face + ".port", Integer.class)
                .orElse(otherwise);
        return "http://" + host + ":" + port;
    }

    private static String row(String name, String text) {
        return ROW.formatted(name, text);
    }
}
