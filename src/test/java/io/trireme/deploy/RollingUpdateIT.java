package io.trireme.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trireme.testing.BrokerClient;
import io.trireme.testing.SharedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A new version of a worker, rolled out as Kubernetes does it with the chart's Deployment: one pod more, until its probes
 * pass; then an old one is told to stop, and has its grace. The service as it is built reads the ConfigMap as it is mounted.
 */
@Tag("guarantee")
@EnabledIfSystemProperty(named = "guarantee", matches = "long") // its processes take two processors for a minute
class RollingUpdateIT {
    private static final int EVERY_MILLIS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final BrokerClient broker = BrokerClient.ofSharedBroker();
    private final String queue = BrokerClient.uniqueName("rolled");
    private final List<Pod> all = new ArrayList<>();

    @AfterEach
    void close() throws InterruptedException {
        for (Pod pod : all) {
            pod.close();
        }
        broker.close();
    }

    @Test
    void a_rolling_update_under_load_loses_and_repeats_no_task() throws Exception {
        Path journal = directory.resolve("journal");
        Path handler =
                Files.writeString(directory.resolve("handler"), "echo \"$TRIREME_ID\" >> " + journal + "\nsleep 0.5\n");
        Manifests manifests = Chart.rendered(values(handler));
        broker.createTopic(queue, 4);
        Pod old = started(manifests);
        awaitProbes(old);
        var published = new ArrayList<String>();

        Pod next;
        try (var load = Executors.newSingleThreadScheduledExecutor()) {
            load.scheduleAtFixedRate(() -> published.add(publish()), 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
            next = started(manifests);
            awaitProbes(next);
            assertThat(old.stop()).isZero();
        }

        await().atMost(PATIENCE).until(() -> done(journal).size() >= published.size());
        assertThat(next.stop()).isZero();
        assertThat(done(journal)).hasSizeGreaterThan(10).containsExactlyInAnyOrderElementsOf(published);
    }

    private String publish() {
        RecordMetadata where = broker.produce(queue, null, "{}");
        return where.topic() + "-" + where.partition() + "-" + where.offset(); // the id of a task that has none
    }

    private Pod started(Manifests manifests) throws IOException {
        Pod pod = Pod.start(manifests, "rolled", Files.createDirectory(directory.resolve("pod-" + all.size())));
        all.add(pod);
        return pod;
    }

    private static void awaitProbes(Pod pod) {
        await().atMost(PATIENCE).until(() -> pod.passes("startupProbe"));
        await().atMost(PATIENCE).until(() -> pod.passes("readinessProbe") && pod.passes("livenessProbe"));
    }

    private static List<String> done(Path journal) throws IOException {
        return Files.exists(journal) ? Files.readAllLines(journal) : List.of();
    }

    private String values(Path handler) {
        return """
                kafka: {bootstrapServers: '%1$s'}
                workers:
                  rolled:
                    queues: {'%2$s': {concurrency: 16, partitions: 4, timeout: 10s}}
                    config: {'trireme.queues."%2$s".exec.command': 'sh,%3$s'}
                """
                .formatted(SharedBroker.bootstrapServers(), queue, handler);
    }
}
