package io.trireme.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trireme.dev.EmbeddedBroker;
import io.trireme.testing.BrokerClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as it is started from outside, with a queue in child processes: whole applications, these too. */
@Tag("side-by-side")
class ChildAppIT {
    private static final Path APP = Path.of("target", "quarkus-app", "quarkus-run.jar");

    @TempDir
    Path directory;

    @Test
    void a_whole_application_works_in_its_child_and_dies_with_its_parent() throws Exception {
        Path log = directory.resolve("log");
        try (var own = EmbeddedBroker.start(); // others handle greetings of the shared one
                var broker = new BrokerClient(own.bootstrapServers())) {
            Process worker = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Dkafka.bootstrap.servers=" + own.bootstrapServers(),
                            "-Dquarkus.management.port=0",
                            "-Dtrireme.queues.greetings.runner=process",
                            "-Dtrireme.queues.greetings.concurrency=1",
                            "-Dtrireme.queues.greetings.partitions=1",
                            "-Dquarkus.log.category.\"io.trireme.examples\".level=DEBUG",
                            "-Dtrireme.queues.greetings.process.jvm-options=-XX:TieredStopAtLevel=1,-Xmx64m",
                            "-jar",
                            APP.toString(),
                            "work",
                            "--queues=greetings")
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> Files.readString(log).contains("Works on queues [greetings]"));
                broker.produce("greetings", "k", "{\"name\":\"Ada\"}");

                await().atMost(Duration.ofSeconds(30))
                        .until(() -> Files.readString(log).contains("[Greetings] Hello, Ada!"));
                assertThat(Files.readString(log)).containsOnlyOnce("[Digest] SHA-256 is ready");
                List<ProcessHandle> children = worker.children().toList();
                assertThat(children).hasSize(1);

                worker.destroyForcibly();

                await().atMost(Duration.ofSeconds(10))
                        .until(() -> !children.getFirst().isAlive());
            } finally {
                worker.descendants().forEach(ProcessHandle::destroyForcibly);
                worker.destroyForcibly();
            }
        }
    }
}
