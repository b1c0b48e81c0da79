package io.trireme.guarantee;

import io.trireme.testing.FreePort;
import java.io.IOException;
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
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The service as it is built, in a process of its own: {@code trireme work} and its management port. */
final class ServiceProcess implements AutoCloseable {
    private static final Path APP = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private final Process process;
    private final Path log;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();

    private ServiceProcess(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /** Starts {@code trireme work} on these queues. */
    static ServiceProcess work(String bootstrap, String queues, String... settings) throws IOException {
        int port = FreePort.onLoopback();
        Path log = Files.createDirectories(Path.of("target", "guarantee")).resolve("service-" + port + ".log");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dkafka.bootstrap.servers=" + bootstrap,
                "-Dquarkus.management.port=" + port));
        command.addAll(List.of(settings));
        command.addAll(List.of("-jar", APP.toString(), "work", "--queues", queues));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new ServiceProcess(process, log, port);
    }

    /** The status of a probe: 200 up, 503 down, 0 no answer. */
    int probe(String name) throws InterruptedException {
        return get("/q/health/" + name).map(HttpResponse::statusCode).orElse(0);
    }

    /** The value of a meter, summed over its rows that hold {@code tag}; 0 while it is not there. */
    double meter(String name, String tag) throws InterruptedException {
        return get("/q/metrics").stream()
                .flatMap(answer -> answer.body().lines())
                .filter(line -> line.startsWith(name + "{") && line.contains(tag))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    String body(String path) throws InterruptedException {
        return get(path).map(HttpResponse::body).orElse("no answer");
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

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGTERM; returns the exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the service did not end within 60 s; see " + log);
        }
        return process.exitValue();
    }

    /** What it printed. */
    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
        http.close();
    }
}
