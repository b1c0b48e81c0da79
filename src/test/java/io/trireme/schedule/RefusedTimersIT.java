package io.trireme.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.trireme.testing.BrokerClient;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.SharedAdmin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Timers that their queues do not take: they stay, and hold nothing up. */
@ResourceLock("trireme.schedule")
@Tag("side-by-side")
class RefusedTimersIT {
    private static final String SCHEDULE = "trireme.schedule";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final BrokerClient broker = BrokerClient.ofSharedBroker();
    private final String queue = broker.createTopic(BrokerClient.uniqueName("good"), 4);
    private Engines engine;

    @BeforeEach
    void start() {
        engine = Engines.start(broker.bootstrapServers());
        await().atMost(PATIENCE).until(engine::isRunning);
    }

    @AfterEach
    void close() {
        engine.close();
        broker.close();
    }

    @Test
    void a_timer_too_large_for_its_queue_waits_and_holds_nothing_up() throws Exception {
        String small = small(2_000);
        put("large", small, "x".repeat(2_000), Instant.now());
        put("fits", small, "x".repeat(1_000), Instant.now());
        putGoodOnes();

        await().atMost(PATIENCE).until(() -> broker.readAll(small).size() == 1);
        awaitGoodOnes();
        await().atMost(PATIENCE).until(() -> engine.counters().held().sum() > 0);
        assertThat(broker.readAll(small).getFirst().value()).hasSize(1_000);
    }

    @Test
    void a_timer_for_a_queue_deleted_a_moment_ago_waits_and_holds_nothing_up() throws Exception {
        String gone = broker.createTopic(BrokerClient.uniqueName("gone"), 1);
        put("before", gone, "{}", Instant.now());
        await().atMost(PATIENCE).until(() -> broker.readAll(gone).size() == 1); // the engine knows the queue now

        broker.admin().deleteTopics(List.of(gone)).all().get();
        put("after", gone, "{}", Instant.now());
        putGoodOnes();

        awaitGoodOnes();
        await().atMost(PATIENCE).until(() -> engine.counters().held().sum() > 0);
        await().atMost(PATIENCE).until(engine::isRunning);
    }

    /** In the store a header takes more than in a record: this task fits the schedule's topic by half, and its changelog thrice. */
    @Test
    void a_task_of_many_small_headers_that_grows_in_the_store_fires() {
        var headers = new RecordHeaders();
        for (int i = 0; i < 200_000; i++) {
            headers.add("a", new byte[0]);
        }
        headers.add("trireme-due", Instant.now().toString().getBytes(UTF_8));
        headers.add("trireme-queue", queue.getBytes(UTF_8));
        broker.produce(new ProducerRecord<>(SCHEDULE, null, queue.getBytes(UTF_8), "{}".getBytes(UTF_8), headers));

        await().atMost(PATIENCE).until(() -> !broker.readAll(queue).isEmpty());
        assertThat(broker.readAll(queue).getFirst().headers()).hasSize(200_000);
    }

    @Test
    void a_record_of_just_the_size_that_a_topic_takes_is_taken_and_one_byte_more_is_not() throws Exception {
        var record = new ProducerRecord<>(
                "",
                null,
                "key".getBytes(UTF_8),
                "x".repeat(500).getBytes(UTF_8),
                List.of(new RecordHeader("ce_id", "i".repeat(100).getBytes(UTF_8)), new RecordHeader("n", null)));
        int size = RecordSize.of(record.key(), record.value(), record.headers());

        broker.produce(to(small(size), record));

        String tooSmall = small(size - 1);
        assertThatThrownBy(() -> broker.produce(to(tooSmall, record)))
                .hasStackTraceContaining(RecordTooLargeException.class.getSimpleName());
    }

    @Test
    void a_topic_is_not_said_to_take_what_this_process_does_not_send() {
        var kafka =
                new KafkaSettings(Map.of("bootstrap.servers", broker.bootstrapServers(), "max.request.size", "2000"));
        try (var admin = new SharedAdmin(kafka)) {
            assertThat(new KnownTargets(admin, System::nanoTime).of(queue))
                    .isEqualTo(new Targets.Target.Existing(2_000));
        }
    }

    private static ProducerRecord<byte[], byte[]> to(String topic, ProducerRecord<byte[], byte[]> record) {
        return new ProducerRecord<>(topic, null, record.key(), record.value(), record.headers());
    }

    private String small(int bytes) {
        return broker.createTopic(new NewTopic(BrokerClient.uniqueName("small"), 1, (short) 1)
                .configs(Map.of("max.message.bytes", Integer.toString(bytes))));
    }

    /** Enough that all partitions of the schedule have some. */
    private void putGoodOnes() {
        for (int i = 0; i < 20; i++) {
            put("good" + i, queue, "{}", Instant.now());
        }
    }

    private void awaitGoodOnes() {
        await().atMost(PATIENCE).until(() -> broker.readAll(queue).size() == 20);
    }

    private void put(String id, String queue, String payload, Instant due) {
        broker.produce(
                SCHEDULE, queue + "-" + id, payload, Map.of("trireme-due", due.toString(), "trireme-queue", queue));
    }
}
