package io.trireme.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trireme.testing.BrokerClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The schedule against a broker, without a service around it. */
class StreamsEngineIT {
    private static final String SCHEDULE = "trireme.schedule";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Of the promise: 99 of 100 timers fire within it. */
    private static final long FIRING_ERROR_MILLIS = 250;

    /** Between two looks at what has come, which are part of the error that is seen. */
    private static final Duration LOOK = Duration.ofMillis(1);

    private final BrokerClient broker = BrokerClient.ofSharedBroker();
    private final String queue = broker.createTopic(BrokerClient.uniqueName("later"), 4);
    private Engines engine;

    @BeforeEach
    void start() {
        engine = running();
    }

    @AfterEach
    void close() {
        engine.close();
        broker.close();
    }

    @Test
    void a_timer_fires_with_key_payload_and_headers_untouched_onto_the_partition_a_publisher_would_choose() {
        put("one", Instant.now().plusMillis(500), Map.of("trireme-key", "k7", "ce_type", "mail", "mine", "x"));

        ConsumerRecord<byte[], byte[]> fired = awaitFired(1).getFirst();

        assertThat(fired.key()).isEqualTo("k7".getBytes(UTF_8));
        assertThat(fired.value()).isEqualTo("{}".getBytes(UTF_8));
        assertThat(fired.headers()).extracting(header -> header.key()).containsExactlyInAnyOrder("ce_type", "mine");
        assertThat(fired.partition())
                .isEqualTo(broker.produce(queue, "k7", "again").partition());
    }

    @Test
    void timers_fire_never_early_and_99_of_100_within_250_ms_as_a_consumer_sees_them() {
        int timers = 600;
        var due = new HashMap<String, Instant>();
        var late = new ArrayList<Long>();
        try (var consumer = consumer()) {
            Instant first = Instant.now().plusSeconds(8); // when all of them are set
            for (int i = 0; i < timers; i++) {
                Instant at = first.plusMillis(5L * i);
                due.put("t" + i, at);
                put("t" + i, at, Map.of("ce_id", "t" + i));
            }
            await().pollInterval(LOOK).atMost(PATIENCE).until(() -> {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(10))) {
                    Instant at = due.remove(BrokerClient.header(record, "ce_id"));
                    late.add(Duration.between(at, Instant.now()).toMillis());
                }
                return due.isEmpty();
            });
        }

        late.sort(null);
        System.out.printf(
                "schedule: %d timers, firing error p50 %d ms, p99 %d ms, max %d ms%n",
                timers, late.get(timers / 2), late.get(timers * 99 / 100), late.getLast());
        assertThat(late.getFirst()).isNotNegative();
        assertThat(late.get(timers * 99 / 100)).isLessThanOrEqualTo(FIRING_ERROR_MILLIS);
    }

    @Test
    void what_waits_survives_a_restart_and_fires_once() {
        put("restart", Instant.now().plusSeconds(3), Map.of());
        await().atMost(PATIENCE).until(() -> engine.counters().pending().sum() > 0);

        engine.close();
        engine = running();

        assertThat(awaitFired(1)).hasSize(1);
    }

    @Test
    void a_cancelled_timer_does_not_fire() {
        Instant due = Instant.now().plusSeconds(2);
        put("cancelled", due, Map.of("ce_id", "cancelled"));
        broker.produce(SCHEDULE, queue + "-cancelled", null);
        put("other", due.plusMillis(500), Map.of("ce_id", "other"));

        assertThat(awaitFired(1))
                .extracting(record -> BrokerClient.header(record, "ce_id"))
                .containsExactly("other");
    }

    @Test
    void a_record_that_is_no_command_is_counted_and_holds_nothing_up() {
        broker.produce(SCHEDULE, "bad", "{}", Map.of("trireme-due", "tomorrow"));
        broker.produce(SCHEDULE, null, "{}");
        put("good", Instant.now(), Map.of());

        assertThat(awaitFired(1)).hasSize(1);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(engine.counters().unusable().sum()).isEqualTo(2));
    }

    @Test
    void a_timer_for_a_queue_that_is_gone_waits_and_holds_nothing_up() {
        String gone = BrokerClient.uniqueName("gone");
        broker.produce(SCHEDULE, "g", "{}", Map.of("trireme-due", Instant.now().toString(), "trireme-queue", gone));
        put("good", Instant.now(), Map.of());

        assertThat(awaitFired(1)).hasSize(1);
        await().atMost(PATIENCE).until(() -> engine.counters().held().sum() > 0);
        broker.createTopic(gone, 1);
        await().atMost(PATIENCE).until(() -> broker.readAll(gone).size() == 1);
    }

    private Engines running() {
        Engines started = Engines.start(broker.bootstrapServers());
        await().atMost(PATIENCE).until(started::isRunning);
        return started;
    }

    private void put(String id, Instant due, Map<String, String> more) {
        var headers = new HashMap<>(more);
        headers.put("trireme-due", due.toString());
        headers.put("trireme-queue", queue);
        broker.produce(SCHEDULE, queue + "-" + id, "{}", headers);
    }

    private List<ConsumerRecord<byte[], byte[]>> awaitFired(int count) {
        await().atMost(PATIENCE).until(() -> broker.readAll(queue).size() >= count);
        return broker.readAll(queue);
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        var settings = Map.<String, Object>of(
                "bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed");
        var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var partitions = consumer.partitionsFor(queue).stream()
                .map(info -> new TopicPartition(queue, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }
}
