package io.trireme.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trireme.access.TokenCommand;
import io.trireme.testing.FreePort;
import io.trireme.testing.SharedBroker;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * A new version of {@code web}, rolled out as Kubernetes does it with the chart's Deployment: callers come to the old pod until every
 * node has heard that it goes, which is within the pause before its stop; and keep their connections.
 */
@Tag("guarantee")
@EnabledIfSystemProperty(named = "guarantee", matches = "long") // its processes take two processors for a minute
class RollingWebIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int EVERY_MILLIS = 20;
    private static final int CALLERS = 4;

    @TempDir
    Path directory;

    private final List<Site> sites = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private String token = "";
    private Path tokens;

    /** Where a pod answers callers. */
    private record Site(Pod pod, String address) {}

    @AfterEach
    void close() throws InterruptedException {
        for (Site site : sites) {
            site.pod.close();
        }
        http.close();
    }

    @Test
    void a_rolling_update_of_web_fails_no_request() throws Exception {
        makeToken();
        Manifests manifests = Chart.rendered(
                """
                kafka: {bootstrapServers: '%s'}
                workers: {any: {queues: {any: {}}}}
                web: {enabled: true, tokensSecret: tokens, pauseSeconds: 4}
                """
                        .formatted(SharedBroker.bootstrapServers()));
        Site old = started(manifests);
        awaitProbes(old.pod);
        var failed = new ConcurrentLinkedQueue<String>();
        var answered = new AtomicInteger();
        var serving = new ConcurrentLinkedQueue<>(List.of(old.address));

        try (var callers = Executors.newScheduledThreadPool(CALLERS)) {
            for (int i = 0; i < CALLERS; i++) {
                callers.scheduleAtFixedRate(
                        () -> call(serving, failed, answered), 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
            }
            Site next = started(manifests);
            awaitProbes(next.pod);
            serving.add(next.address);
            int before = answered.get();
            await().atMost(PATIENCE).until(() -> answered.get() > before + 100);

            long going = System.nanoTime();
            await().pollDelay(old.pod.pause().dividedBy(2)).until(() -> true); // so late the last node hears of it
            CompletableFuture<HttpResponse<String>> waits = http.sendAsync(
                    request(old.address + "/api/tasks/0198c0de-0000-7000-8000-000000000000/result?wait=3s"),
                    BodyHandlers.ofString());
            serving.remove(old.address);
            await().until(() -> System.nanoTime() - going >= old.pod.pause().toNanos());
            assertThat(old.pod.stop()).isZero();
            assertThat(waits.get().statusCode())
                    .as("a request that waited meanwhile")
                    .isBetween(200, 499);
        }
        assertThat(failed).isEmpty();
        assertThat(answered.get()).isGreaterThan(100);
    }

    private void call(Queue<String> serving, Queue<String> failed, AtomicInteger answered) {
        String address = serving.stream()
                .skip(answered.get() % serving.size())
                .findFirst()
                .orElseThrow();
        try {
            HttpResponse<String> answer = http.send(request(address + "/api/queues"), BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                failed.add(answer.statusCode() + " " + answer.body());
            }
        } catch (IOException | InterruptedException broken) {
            failed.add(broken.toString());
        }
        answered.incrementAndGet();
    }

    private HttpRequest request(String address) {
        return HttpRequest.newBuilder(URI.create(address))
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    private Site started(Manifests manifests) throws IOException {
        int port = FreePort.onLoopback();
        Pod pod = Pod.start(
                manifests,
                "web",
                Files.createDirectory(directory.resolve("pod-" + sites.size())),
                Map.of(
                        "QUARKUS_HTTP_HOST", "127.0.0.1",
                        "QUARKUS_HTTP_PORT", Integer.toString(port),
                        "TRIREME_HTTP_TOKENS_FILE", tokens.toString()));
        var site = new Site(pod, "http://127.0.0.1:" + port);
        sites.add(site);
        return site;
    }

    private void makeToken() throws IOException {
        var said = new StringWriter();
        new CommandLine(new TokenCommand()).setOut(new PrintWriter(said)).execute("tester", "--role", "OPERATOR");
        List<String> lines = said.toString().lines().toList();
        token = lines.get(0).replaceFirst("token\\s+", "");
        tokens = Files.writeString(directory.resolve("tokens"), lines.get(1).replaceFirst("line\\s+", "") + "\n");
    }

    private static void awaitProbes(Pod pod) {
        await().atMost(PATIENCE).until(() -> pod.passes("startupProbe"));
        await().atMost(PATIENCE).until(() -> pod.passes("readinessProbe") && pod.passes("livenessProbe"));
    }
}
