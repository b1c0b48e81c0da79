package io.trireme.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.trireme.testing.FreePort;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * A process in place of a pod: started with the arguments and the settings of a manifest, asked by its probes, stopped by its
 * signal, and given its grace. Its ports alone are its own, since all pods of a test have one host. Owned by the test.
 */
final class Pod implements AutoCloseable {
    private static final Path LAUNCHER = Path.of("trireme").toAbsolutePath();

    private final JsonNode spec;
    private final Process process;
    private final Path log;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();

    private Pod(JsonNode spec, Process process, Path log, int port) {
        this.spec = spec;
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /** Starts a pod of the deployment of this name. */
    static Pod start(Manifests manifests, String name, Path directory) throws IOException {
        return start(manifests, name, directory, Map.of());
    }

    /** The same with settings of its own, as environment variables. */
    static Pod start(Manifests manifests, String name, Path directory, Map<String, String> own) throws IOException {
        JsonNode spec = Manifests.pod(manifests.one("Deployment", name));
        mount(manifests.settings(name), directory);
        int port = FreePort.onLoopback();
        var command = new ArrayList<>(List.of(LAUNCHER.toString()));
        Manifests.each(spec.at("/containers/0/args")).map(JsonNode::asText).forEach(command::add);
        Path log = directory.resolve("log");
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("TRIREME_JAVA_OPTS", "-Xmx256m -XX:TieredStopAtLevel=1");
        builder.environment().put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        builder.environment().put("QUARKUS_MANAGEMENT_PORT", Integer.toString(port));
        builder.environment().putAll(own);
        return new Pod(spec, builder.start(), log, port);
    }

    /** As the ConfigMap is mounted below the container's working directory. */
    private static void mount(Properties settings, Path directory) throws IOException {
        Path config = Files.createDirectories(directory.resolve("config"));
        try (Writer file = Files.newBufferedWriter(config.resolve("application.properties"))) {
            settings.store(file, null);
        }
    }

    /** Whether a probe of the manifest, {@code startupProbe} for one, has a good answer now. */
    boolean passes(String probe) throws InterruptedException {
        if (!process.isAlive()) {
            throw new AssertionError("the pod ended; see " + log);
        }
        URI address = URI.create("http://127.0.0.1:" + port
                + spec.at("/containers/0/" + probe + "/httpGet/path").asText());
        try {
            return http.send(
                                    HttpRequest.newBuilder(address)
                                            .timeout(Duration.ofSeconds(5))
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notUp) {
            return false;
        }
    }

    /** For how long it goes on before it is told to stop. */
    Duration pause() {
        return Duration.ofSeconds(
                spec.at("/containers/0/lifecycle/preStop/sleep/seconds").asLong());
    }

    /** Tells it to stop, as the node does; returns its exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        long grace = spec.path("terminationGracePeriodSeconds").asLong();
        if (!process.waitFor(grace, TimeUnit.SECONDS)) {
            throw new AssertionError("the pod did not stop within its grace of " + grace + " s; see " + log);
        }
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
        http.close();
    }
}
