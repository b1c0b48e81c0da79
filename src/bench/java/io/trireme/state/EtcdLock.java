package io.trireme.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** The lock of an etcd that this starts, one node, over its HTTP gateway; where {@code etcd} is on the path (Debian: etcd-server). */
final class EtcdLock implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long POLL_MILLIS = 50;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final Process etcd;
    private final String address;
    private final String lease;

    private EtcdLock(Path program) throws Exception {
        address = "http://127.0.0.1:" + freePort();
        String peers = "http://127.0.0.1:" + freePort();
        etcd = new ProcessBuilder(
                        program.toString(),
                        "--data-dir=" + Files.createTempDirectory("etcd"),
                        "--listen-client-urls=" + address,
                        "--advertise-client-urls=" + address,
                        "--listen-peer-urls=" + peers,
                        "--initial-advertise-peer-urls=" + peers,
                        "--initial-cluster=default=" + peers)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        lease = lease();
    }

    static Optional<EtcdLock> start() throws Exception {
        Optional<Path> program = Arrays.stream(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, "etcd"))
                .filter(Files::isExecutable)
                .findFirst();
        return program.isEmpty() ? Optional.empty() : Optional.of(new EtcdLock(program.get()));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private String lease() throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return call("/v3/lease/grant", Map.of("TTL", "600")).path("ID").asText();
            } catch (IOException notUp) {
                if (System.nanoTime() > end) {
                    etcd.destroyForcibly();
                    throw notUp;
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    void lockAndUnlock() {
        try {
            String name = Base64.getEncoder().encodeToString("bench".getBytes(StandardCharsets.UTF_8));
            JsonNode locked = call("/v3/lock/lock", Map.of("name", name, "lease", lease));
            call("/v3/lock/unlock", Map.of("key", locked.path("key").asText()));
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private JsonNode call(String path, Map<String, String> body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(address + path))
                .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                .build();
        return json.readTree(http.send(request, BodyHandlers.ofByteArray()).body());
    }

    @Override
    public void close() throws InterruptedException {
        etcd.destroyForcibly().waitFor();
    }
}
