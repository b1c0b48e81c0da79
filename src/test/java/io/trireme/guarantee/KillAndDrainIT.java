package io.trireme.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trireme.consume.TestQueue;
import io.trireme.testing.BrokerClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * 100,000 tasks over 10,000 keys, three worker processes, one killed and one drained half-way: every task is settled, in
 * the order of its key, and only what the killed one had not told the brokers of is run again.
 */
class KillAndDrainIT {
    private static final int TASKS = 100_000;
    private static final int KEYS = 10_000;
    private static final int PARTITIONS = 8;

    private final BrokerClient broker = BrokerClient.ofSharedBroker();
    private final List<WorkerProcess> workers = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (WorkerProcess worker : workers) {
            worker.close();
        }
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"consumer", "classic"})
    void a_kill_and_a_drain_lose_nothing_and_repeat_little(String protocol) throws Exception {
        String queue = BrokerClient.uniqueName("guarantee");
        new TestQueue(broker.bootstrapServers(), queue, PARTITIONS).close(); // makes the topics
        Set<String> published = publish(queue);
        Path directory = Path.of("target", "guarantee", queue);
        for (int i = 0; i < 3; i++) {
            workers.add(new WorkerProcess(
                    directory, "worker-" + i, broker.bootstrapServers(), queue, PARTITIONS, 2, protocol));
        }
        WorkerProcess toKill = workers.get(0);
        WorkerProcess toDrain = workers.get(1);

        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    long lines = 0;
                    for (WorkerProcess worker : workers) {
                        assertThat(worker.isAlive())
                                .as("worker, see %s", directory)
                                .isTrue();
                        lines += worker.progress();
                    }
                    return lines > TASKS && toKill.progress() > 0 && toDrain.progress() > 0; // two lines a task
                });
        toKill.kill();
        Set<String> told = TestQueue.settled(broker.committed(TestQueue.group(queue)), topicId(queue), published);
        toDrain.terminate();

        await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> assertThat(broker.lag(TestQueue.group(queue), queue))
                .isZero());
        workers.get(2).terminate();

        var audit = new Audit();
        for (int i = 0; i < workers.size(); i++) {
            audit.add(i, workers.get(i).lines(), workers.get(i).killed());
        }
        audit.nothing_was_lost(published);
        audit.first_starts_within_a_key_are_in_offset_order();
        audit.attempts_of_a_key_never_overlap();
        Set<String> repeated = audit.repeated();
        Set<String> allowed = audit.begunBy(0);
        allowed.removeAll(told);
        assertThat(allowed)
                .as("what the killed worker had not told the brokers of")
                .containsAll(repeated);
        audit.what_runs_again_is_a_stretch_from_where_the_new_owner_began(toKill.killed());
        System.out.printf(
                "%s: the killed worker began %d tasks, %d of them untold, %d were run again%n",
                protocol, audit.begunBy(0).size(), allowed.size(), repeated.size());
    }

    private Uuid topicId(String topic) throws Exception {
        return broker.admin()
                .describeTopics(List.of(topic))
                .allTopicNames()
                .get(30, TimeUnit.SECONDS)
                .get(topic)
                .topicId();
    }

    private Set<String> publish(String queue) throws Exception {
        var answers = new ArrayList<Future<RecordMetadata>>();
        try (var producer = new KafkaProducer<>(
                java.util.Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < TASKS; i++) {
                answers.add(producer.send(new ProducerRecord<>(queue, "k" + i % KEYS, "{\"number\":" + i + "}")));
            }
        }
        Set<String> published = new HashSet<>();
        for (Future<RecordMetadata> answer : answers) {
            published.add(answer.get().partition() + "-" + answer.get().offset());
        }
        return published;
    }
}
