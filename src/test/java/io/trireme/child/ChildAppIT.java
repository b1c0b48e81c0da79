package io.trireme.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trireme.dev.EmbeddedBroker;
import io.trireme.testing.BrokerClient;
import io.trireme.testing.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as it is started from outside, with a queue in child processes: whole applications, these too. */
@Tag("side-by-side")
class ChildAppIT {
    private static final Path APP = Path.of("target", "quarkus-app", "quarkus-run.jar");

    /** Where the tables of sockets under {@code /proc} have it, and what they say of one that listens. */
    private static final int STATE = 3;

    private static final int SOCKET = 9;
    private static final String LISTENS = "0A";

    @TempDir
    Path directory;

    /** The example that is told to read files in a folder has an initializer that wants to see it. */
    @Test
    void a_whole_application_works_in_its_child_which_is_backed_off_while_it_cannot_start_and_dies_with_its_parent()
            throws Exception {
        Path log = directory.resolve("log");
        int port = FreePort.onLoopback();
        Path folder = directory.resolve("folder");
        try (var own = EmbeddedBroker.start(); // others handle greetings of the shared one
                var broker = new BrokerClient(own.bootstrapServers())) {
            Process refused = start(own, port, folder, log);
            assertThat(refused.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(refused.exitValue()).isEqualTo(1);
            assertThat(Files.readString(log))
                    .contains("Queue 'greetings' cannot have child processes", "digest.folder is " + folder);

            Files.createDirectory(folder);
            Process worker = start(own, port, folder, log);
            try {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> Files.readString(log).contains("Works on queues [greetings]"));
                broker.produce("greetings", "k", "{\"name\":\"Ada\"}");

                await().atMost(Duration.ofSeconds(30))
                        .until(() -> Files.readString(log).contains("[Greetings] Hello, Ada!"));
                assertThat(Files.readString(log))
                        .containsOnlyOnce("[Digest] SHA-256 is ready")
                        .as("the child consumes nothing")
                        .containsOnlyOnce("Works on queues");
                assertThat(Files.readString(log).split("Digests files in", -1))
                        .as("what observes the start runs in the worker and in its child")
                        .hasSize(3);
                ProcessHandle first = worker.children().findFirst().orElseThrow();
                assertThat(listening(worker.toHandle())).as("management").hasSize(1);
                assertThat(listening(first)).as("the child opens no port").isEmpty();

                Files.delete(folder);
                assertThat(worker.children()).singleElement().matches(ProcessHandle::destroyForcibly);
                broker.produce("greetings", "k", "{\"name\":\"Grace\"}");

                await().atMost(Duration.ofSeconds(60))
                        .until(() -> health(port), said -> said.contains("a child process was started"));
                assertThat(health(port))
                        .contains("greetings", "digest.folder is " + folder + ", which cannot be read")
                        .contains("\"status\": \"UP\"");

                Files.createDirectory(folder);

                await().atMost(Duration.ofSeconds(60))
                        .until(() -> Files.readString(log).contains("[Greetings] Hello, Grace!"));
                await().until(() -> !health(port).contains("digest.folder"));
                ProcessHandle child = worker.children().findFirst().orElseThrow();
                assertThat(worker.children()).hasSize(1);

                worker.destroyForcibly();

                await().atMost(Duration.ofSeconds(10)).until(() -> !child.isAlive());
            } finally {
                worker.descendants().forEach(ProcessHandle::destroyForcibly);
                worker.destroyForcibly();
            }
        }
    }

    private static Process start(EmbeddedBroker broker, int port, Path folder, Path log) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dkafka.bootstrap.servers=" + broker.bootstrapServers(),
                        "-Dquarkus.management.port=" + port,
                        "-Dtrireme.queues.greetings.runner=process",
                        "-Dtrireme.queues.greetings.concurrency=1",
                        "-Dtrireme.queues.greetings.partitions=1",
                        "-Dtrireme.queues.greetings.retry.max-attempts=100",
                        "-Dtrireme.queues.greetings.retry.max-delay=1s",
                        "-Ddigest.folder=" + folder,
                        "-Dquarkus.log.category.\"io.trireme.examples\".level=DEBUG",
                        "-Dtrireme.queues.greetings.process.jvm-options=-XX:TieredStopAtLevel=1,-Xmx64m",
                        "-jar",
                        APP.toString(),
                        "work",
                        "--queues=greetings")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /** The sockets of a process that listen for connections over TCP, by their numbers in the system. */
    private static List<String> listening(ProcessHandle process) throws IOException {
        Path own = Path.of("/proc", Long.toString(process.pid()));
        var listening = new ArrayList<String>();
        for (String table : List.of("tcp", "tcp6")) {
            Files.readAllLines(own.resolve("net").resolve(table)).stream()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(words -> words[STATE].equals(LISTENS))
                    .forEach(words -> listening.add("socket:[" + words[SOCKET] + "]"));
        }
        var opened = new HashSet<String>();
        try (Stream<Path> files = Files.list(own.resolve("fd"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                opened.add(target(file));
            }
        }
        listening.retainAll(opened);
        return listening;
    }

    private static String target(Path link) throws IOException {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (NoSuchFileException closed) {
            return "";
        }
    }

    private static String health(int port) throws Exception {
        var live = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/live"))
                .build();
        return HttpClient.newHttpClient()
                .send(live, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
