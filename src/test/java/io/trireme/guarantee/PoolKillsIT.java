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
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A worker dies in the middle of a map over the cluster: each item comes back once, whoever made its call. */
@Tag("guarantee")
class PoolKillsIT {
    private static final int ITEMS = 10_000;

    /** In chunks that are tasks, published first, so that a worker dies in the middle of some; few, as they go alone too. */
    private static final int CHUNKED = 40;

    /** Many, so that whoever finds a worker in the middle of some has time to kill it there. */
    private static final int CHUNK = 20;

    /** Few, since the tasks that the killed worker may have been running go alone, at half of the time. */
    private static final int CONCURRENCY = 32;

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final BrokerClient broker = BrokerClient.ofSharedBroker();

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void maps_that_lose_a_worker_give_each_result_once_also_those_whose_calls_share_tasks() throws Exception {
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
            AsyncResult<List<String>> chunks =
                    pool.mapAsync(IntStream.range(0, CHUNKED).boxed().toList(), CHUNK, ends::add);
            AsyncResult<List<String>> map =
                    pool.mapAsync(IntStream.range(0, ITEMS).boxed().toList(), ends::add);
            crew.join();
            crew.join();
            WorkerProcess killed = await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> withinAChunk(crew.working()), Optional::isPresent)
                    .orElseThrow();
            crew.working().remove(killed);
            killed.kill();
            Set<Place> halfDone = halfDone(killed); // with what it did until then
            assertThat(halfDone).isNotEmpty();

            assertThat(map.isReady()).isFalse();
            assertThat(chunks.isReady()).isFalse();
            assertThat(chunks.get(PATIENCE)).hasSize(CHUNKED).doesNotHaveDuplicates();
            assertThat(map.get(PATIENCE)).hasSize(ITEMS).doesNotHaveDuplicates();
            assertThat(ends).hasSize(2);
            assertThat(crew.working().getFirst().lines())
                    .as("the calls that it had made of tasks in the middle of which it was")
                    .anyMatch(line -> line.what() == Journal.What.ENDED && halfDone.contains(line.place()));
        }
    }

    private static Optional<WorkerProcess> withinAChunk(List<WorkerProcess> workers) throws IOException {
        for (WorkerProcess worker : workers) {
            if (!halfDone(worker).isEmpty()) {
                return Optional.of(worker);
            }
        }
        return Optional.empty();
    }

    /** The tasks of which it has made some calls, and begun another one. */
    private static Set<Place> halfDone(WorkerProcess worker) throws IOException {
        Map<Place, Long> ended = places(worker, Journal.What.ENDED);
        Map<Place, Long> begun = places(worker, Journal.What.STARTED);
        return ended.keySet().stream()
                .filter(place -> ended.get(place) < begun.getOrDefault(place, 0L))
                .collect(Collectors.toSet());
    }

    private static Map<Place, Long> places(WorkerProcess worker, Journal.What what) throws IOException {
        return worker.lines().stream()
                .filter(line -> line.what() == what)
                .collect(Collectors.groupingBy(Journal.Line::place, Collectors.counting()));
    }

    private void ensureResults() throws Exception {
        if (!broker.admin().listTopics().names().get().contains(Topics.results())) {
            broker.createTopic(Topics.results(), 2);
        }
    }
}
