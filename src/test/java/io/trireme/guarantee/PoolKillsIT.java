package io.trireme.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trireme.control.Control;
import io.trireme.pool.AsyncResult;
import io.trireme.pool.ClusterPool;
import io.trireme.publish.TestPublisher;
import io.trireme.testing.BrokerClient;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.RecordWriter;
import io.trireme.wire.SharedAdmin;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A worker dies in the middle of a map over the cluster: each item comes back once, whoever made its call. */
@Tag("guarantee")
class PoolKillsIT {
    private static final int ITEMS = 10_000;

    /** Few, since the tasks that the killed worker may have been running go alone, at half of the time. */
    private static final int CONCURRENCY = 32;

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final BrokerClient broker = BrokerClient.ofSharedBroker();

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void a_map_that_loses_a_worker_gives_each_result_once() throws Exception {
        var setup = WorkerSetup.quick(broker.bootstrapServers(), BrokerClient.uniqueName("mapped"), "consumer")
                .withTasksOf(Duration.ofMillis(30))
                .withConcurrency(CONCURRENCY);
        ensureResults();
        var kafka = new KafkaSettings(Map.of("bootstrap.servers", broker.bootstrapServers()));
        var ends = new ConcurrentLinkedQueue<Object>();
        try (var crew = new Crew(setup, 2);
                var publisher = TestPublisher.start(broker.bootstrapServers());
                var admin = new SharedAdmin(kafka);
                var writer = new RecordWriter(kafka);
                var pool = new ClusterPool.Queues(
                                publisher, new Control(kafka, admin, writer, "test", InstantSource.system()))
                        .<Integer, String>calling(setup.queue(), String.class)
                        .open()) {
            AsyncResult<List<String>> map =
                    pool.mapAsync(IntStream.range(0, ITEMS).boxed().toList(), ends::add);
            crew.joinAndWork(2);
            WorkerProcess killed = crew.working().removeFirst();
            await().until(() -> killed.lines().stream().anyMatch(line -> line.what() == Journal.What.ENDED));
            killed.kill();

            assertThat(map.isReady()).isFalse();
            assertThat(map.get(PATIENCE)).hasSize(ITEMS).doesNotHaveDuplicates();
            assertThat(ends).hasSize(1);
        }
    }

    private void ensureResults() throws Exception {
        if (!broker.admin().listTopics().names().get().contains(Topics.results())) {
            broker.createTopic(Topics.results(), 2);
        }
    }
}
