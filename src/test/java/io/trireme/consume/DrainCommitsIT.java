package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trireme.testing.BrokerClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is settled while a partition is drained: a process that dies then must not do all of it again. */
@Tag("side-by-side")
class DrainCommitsIT {
    private static final int PARTITIONS = 4;
    private static final int LONG = 0; // the first task of each partition runs until the end of the test
    private static final int QUICK = 1; // the second until the drain has begun
    private static final int FAILING = 2; // the third waits for its retry until its partition is given up
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration GRACE = Duration.ofSeconds(60);

    private final BrokerClient broker = BrokerClient.ofSharedBroker();
    private final TestQueue queue =
            new TestQueue(broker.bootstrapServers(), BrokerClient.uniqueName("drain"), PARTITIONS);
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void close() {
        end.countDown();
        queue.close();
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"consumer", "classic"})
    void the_partitions_that_stay_are_committed_while_others_are_drained(String protocol) throws Exception {
        for (int i = 0; i < PARTITIONS; i++) {
            for (int kind : List.of(LONG, QUICK, FAILING)) {
                broker.produce(new ProducerRecord<>(queue.name(), i, null, new byte[] {(byte) kind}));
            }
        }
        var drains = new CountDownLatch(1);
        var running = new AtomicInteger();
        TestQueue.Body body = task -> {
            running.incrementAndGet();
            switch (task.payload().orElseThrow()[0]) {
                case LONG -> end.await(90, TimeUnit.SECONDS);
                case QUICK -> drains.await(90, TimeUnit.SECONDS);
                default -> throw new IllegalStateException("tried again in five minutes");
            }
        };
        Map<String, String> kafka = Map.of("group.protocol", protocol);
        TestQueue.Settings settings =
                queue.settings().partitions(PARTITIONS).grace(GRACE).retryDelay(Duration.ofMinutes(5));
        QueueConsumer one = queue.start(settings, kafka, body);
        await().atMost(SOON) // else those that have not begun are given back, and begin elsewhere
                .until(() -> one.counters().retried().sum() == PARTITIONS && running.get() == 3 * PARTITIONS);

        queue.start(settings, kafka, body);
        await().atMost(SOON).until(() -> one.counters().abandoned().sum() > 0); // the drain has begun
        drains.countDown();

        var places = List.of("0-1", "1-1", "2-1", "3-1");
        var topic = broker.admin()
                .describeTopics(List.of(queue.name()))
                .allTopicNames()
                .get(30, TimeUnit.SECONDS)
                .get(queue.name())
                .topicId();
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        TestQueue.settled(broker.committed(TestQueue.group(queue.name())), topic, places))
                .as("settled while the drain waits, as the commits say")
                .containsExactlyInAnyOrderElementsOf(places));
        assertThat(running).as("nothing has begun elsewhere").hasValue(3 * PARTITIONS);
    }
}
