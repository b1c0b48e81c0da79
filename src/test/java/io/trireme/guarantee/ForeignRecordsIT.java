package io.trireme.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trireme.dev.EmbeddedBroker;
import io.trireme.testing.BrokerClient;
import io.trireme.wire.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What {@code kcat}, a client that knows nothing of Trireme, produces is handled by the built service. */
class ForeignRecordsIT {
    private static final String QUEUE = "greetings";

    @Test
    void records_of_kcat_are_tasks_with_and_without_headers_and_a_tombstone_is_a_dead_letter() throws Exception {
        try (var broker = EmbeddedBroker.start();
                var service = ServiceProcess.work(broker.bootstrapServers(), QUEUE)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> service.probe("ready") == 200);

            kcat(broker, "{\"name\":\"no headers, no key\"}");
            kcat(broker, "key:{\"name\":\"a key\"}", "-K:");
            kcat(
                    broker,
                    "{\"name\":\"a cloud event\"}",
                    "-H",
                    "ce_specversion=1.0",
                    "-H",
                    "ce_id=made-by-hand",
                    "-H",
                    "ce_type=greetings",
                    "-H",
                    "ce_source=/kcat",
                    "-H",
                    "content-type=application/json");
            kcat(broker, "key:", "-K:", "-Z");
            kcat(broker, "{not json");

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(service.meter("trireme_tasks_settled_total", "done"))
                            .as(service.body("/q/metrics"))
                            .isEqualTo(3));
            try (var client = new BrokerClient(broker.bootstrapServers())) {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> client.readAll(QUEUE + ".dead").size() == 2);
                assertThat(client.readAll(QUEUE + ".dead"))
                        .extracting(letter -> BrokerClient.header(letter, Headers.DEAD_REASON))
                        .containsExactlyInAnyOrder("NO_PAYLOAD", "UNDECODABLE");
            }
            assertThat(service.log()).contains("Hello, a cloud event!");
            assertThat(service.terminate()).isZero();
        }
    }

    private static void kcat(EmbeddedBroker broker, String input, String... options)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("kcat", "-P", "-b", broker.bootstrapServers(), "-t", QUEUE));
        command.addAll(List.of(options));
        Process kcat = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var stdin = kcat.getOutputStream()) {
            stdin.write((input + "\n").getBytes(StandardCharsets.UTF_8));
        }
        assertThat(kcat.waitFor(30, TimeUnit.SECONDS)).as("kcat ended").isTrue();
        assertThat(kcat.exitValue())
                .as(new String(kcat.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isZero();
    }
}
