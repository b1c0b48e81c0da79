package io.trireme.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trireme.testing.SharedBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several workers under one supervisor, as they are started from outside. */
@Tag("side-by-side")
class CrewIT {
    private static final Path APP = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private final HttpClient http = HttpClient.newHttpClient();
    private final String port = Integer.toString(Ports.near("127.0.0.1", 0));

    @Test
    void a_killed_worker_is_replaced_the_port_answers_for_all_and_none_outlives_the_supervisor() throws Exception {
        Process crew = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dkafka.bootstrap.servers=" + SharedBroker.bootstrapServers(),
                        "-jar",
                        APP.toString(),
                        "work",
                        "--processes=2",
                        "--queues=greetings",
                        "--management-port",
                        port)
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "crew.log").toFile())
                .start();
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> status("/q/health/started") == 200);
            assertThat(status("/q/health/live")).isEqualTo(200);
            await().atMost(Duration.ofSeconds(30)).until(() -> status("/q/health/ready") == 200);
            await().until(() -> body("/q/metrics").contains("trireme_tasks_started_total{process=\"1\",")
                    && body("/q/metrics").contains("trireme_tasks_started_total{process=\"2\","));
            List<ProcessHandle> workers = crew.children().toList();
            assertThat(workers).hasSize(2);

            workers.getFirst().destroyForcibly();

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> crew.children().filter(ProcessHandle::isAlive).count() == 2
                            && crew.children().noneMatch(workers.getFirst()::equals));
            assertThat(status("/q/health/live")).as("one is starting").isEqualTo(200);
            assertThat(body("/q/metrics")).contains("trireme_process_restarts_total{process=");
            List<ProcessHandle> last = crew.children().toList();

            crew.destroyForcibly();

            await().atMost(Duration.ofSeconds(60)).until(() -> last.stream().noneMatch(ProcessHandle::isAlive));
        } finally {
            crew.descendants().forEach(ProcessHandle::destroyForcibly);
            crew.destroyForcibly();
        }
    }

    private int status(String path) throws InterruptedException {
        return get(path).map(HttpResponse::statusCode).orElse(0);
    }

    private String body(String path) throws InterruptedException {
        return get(path).map(HttpResponse::body).orElse("");
    }

    private Optional<HttpResponse<String>> get(String path) throws InterruptedException {
        try {
            return Optional.of(http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    BodyHandlers.ofString()));
        } catch (IOException notUp) {
            return Optional.empty();
        }
    }
}
