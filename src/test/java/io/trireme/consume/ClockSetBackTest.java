package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trireme.deadletter.DeadLetters;
import io.trireme.result.Links;
import io.trireme.result.ResultWriter;
import io.trireme.retry.RetryPolicy;
import io.trireme.run.Work;
import io.trireme.wire.Deliveries;
import io.trireme.wire.Headers;
import io.trireme.wire.PayloadCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What attempts, their expiry and their dead letters make of a clock that is set back by an hour. */
class ClockSetBackTest {
    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final Instant AN_HOUR_BEFORE = NOW.minus(Duration.ofHours(1));

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final MockProducer<byte[], byte[]> brokers =
            new MockProducer<>(Cluster.empty(), true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Deliveries deliveries = new Deliveries(() -> brokers, timer);
    private final PayloadCodec codec = new PayloadCodec(new ObjectMapper());
    private final Counters counters = new Counters();
    private final Room room = new Room(10, 1_000);
    private final Epoch epoch = new Epoch(new TopicPartition("q", 0), 1, CompletedAhead.none(), room.share());
    private final Batch batch = new Batch(new long[] {0}, 0);

    private Instant now = NOW;
    private final Attempt attempt = attempt();

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    /** Of a handler that fails, and is tried again at once. */
    private Attempt attempt() {
        var settings = TestQueue.settings("q").build();
        var retries = new RetryPolicy(2, Duration.ZERO, 1, Duration.ZERO, 0, Set.of());
        var parking = new Parking(new OfferedWork(), timer);
        var outlets = new Outlets(
                deliveries,
                new DeadLetters(deliveries, "test", () -> now),
                new ResultWriter(deliveries, codec, "test", () -> now),
                new Links(deliveries, codec, () -> now),
                null);
        var settlement = new Settlement(settings, outlets, parking, null, counters, () -> now, () -> 0);
        var pipeline = new Pipeline(
                "q",
                Map.of("q", TestQueue.handler("q", "q", task -> {
                    throw new IllegalStateException("503");
                })),
                List.of(),
                retries,
                null,
                new Withdrawals(),
                settlement,
                counters,
                () -> now);
        var record = new ConsumerRecord<byte[], byte[]>("q", 0, 0, null, new byte[1]);
        record.headers().add(Headers.EXPIRES, NOW.toString().getBytes(StandardCharsets.UTF_8));
        epoch.room().taken(1);
        return new Attempt(pipeline, record, epoch, batch, 0, Attempt.NO_LANE, 1, 1);
    }

    private String ofTheLetter(String header) {
        assertThat(brokers.history()).hasSize(1);
        ProducerRecord<byte[], byte[]> letter = brokers.history().getFirst();
        return new String(letter.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }

    @Test
    void a_task_that_would_be_over_is_started_since_its_time_has_not_come_yet() {
        now = AN_HOUR_BEFORE;

        attempt.run();

        assertThat(counters.started().sum()).isOne();
    }

    @Test
    void a_task_is_over_between_two_attempts_as_soon_as_the_clock_says_so_and_its_letter_tells_of_the_one() {
        now = AN_HOUR_BEFORE;
        Work again = attempt.run();
        now = NOW;

        assertThat(again.run()).isSameAs(Work.NONE);

        assertThat(counters.started().sum()).isOne();
        assertThat(ofTheLetter(Headers.DEAD_REASON)).isEqualTo("EXPIRED");
        assertThat(ofTheLetter(Headers.DEAD_ATTEMPTS)).isEqualTo("1");
    }

    @Test
    void no_attempt_is_lost_between_two_failures_and_the_letter_says_what_the_clock_said() {
        now = NOW.minusMillis(1);
        Work again = attempt.run();
        now = AN_HOUR_BEFORE;

        assertThat(again).isSameAs(attempt);
        assertThat(again.run()).isSameAs(Work.NONE);

        assertThat(batch.isSettled(0)).isTrue();
        assertThat(ofTheLetter(Headers.DEAD_REASON)).isEqualTo("ATTEMPTS_EXHAUSTED");
        assertThat(ofTheLetter(Headers.DEAD_ATTEMPTS)).isEqualTo("2");
        assertThat(ofTheLetter(Headers.DEAD_FIRST_FAILURE)).isEqualTo("2030-01-01T11:59:59.999Z");
        assertThat(ofTheLetter(Headers.DEAD_TIME)).isEqualTo("2030-01-01T11:00:00Z");
    }
}
