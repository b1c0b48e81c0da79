package io.trireme.consume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trireme.Ordering;
import io.trireme.RetrySettings;
import io.trireme.RunnerKind;
import io.trireme.deadletter.DeadLetters;
import io.trireme.result.Links;
import io.trireme.result.ResultWriter;
import io.trireme.run.Runner;
import io.trireme.run.Work;
import io.trireme.schedule.Reaches;
import io.trireme.schedule.ScheduleReach;
import io.trireme.wire.Deliveries;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a task, its lane and its offset while its retry is on its way to the brokers. */
class DeparturesTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int LARGEST = 1_000;
    private static final int PARTITIONS = 2;
    private static final String AT_HOME = "a"; // in partition 0 of two, as Kafka's default partitioner has it
    private static final String ELSEWHERE = "d"; // in partition 1

    private final Epoch epoch =
            new Epoch(new TopicPartition("q", 0), 1, CompletedAhead.none(), new Room(10, 10_000).share());
    private final Batch batch = new Batch(new long[] {0, 1}, 0);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Runner runner = Runner.of(RunnerKind.PLATFORM, "q", 1, 100);
    private final Parking parking = new Parking(runner, timer);
    private final Pipeline pipeline = TestQueue.pipeline(Map.of(), List.of());
    private final Counters counters = new Counters();
    private final MockProducer<byte[], byte[]> brokers =
            new MockProducer<>(Cluster.empty(), false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Deliveries deliveries = new Deliveries(() -> brokers, timer);
    private final Outlets outlets = outlets(Reaches.taking(LARGEST, "q", PARTITIONS));
    private final Departures departures = departures(Ordering.BY_KEY, outlets);
    private final AtomicInteger inPlace = new AtomicInteger();

    @AfterEach
    void close() {
        runner.close();
        timer.shutdownNow();
    }

    private Outlets outlets(ScheduleReach reach) {
        return new Outlets(
                deliveries,
                new DeadLetters(deliveries, "test", InstantSource.system()),
                new ResultWriter(deliveries, new PayloadCodec(new ObjectMapper()), "test", InstantSource.system()),
                new Links(deliveries, new PayloadCodec(new ObjectMapper()), InstantSource.system()),
                reach);
    }

    private Departures departures(Ordering ordering, Outlets outlets) {
        return new Departures(
                TestQueue.settings("q")
                        .ordering(ordering)
                        .retryMode(RetrySettings.Mode.DELAYED)
                        .build(),
                outlets,
                parking,
                counters);
    }

    private Attempt attempt(int index, byte[] value) {
        return attempt(index, null, value);
    }

    private Attempt attempt(int index, byte[] key, byte[] value) {
        return new Attempt(
                pipeline, new ConsumerRecord<>("q", 0, index, key, value), epoch, batch, index, Attempt.NO_LANE, 1, 1);
    }

    private Work depart(Attempt attempt) {
        return depart(departures, attempt);
    }

    private Work depart(Departures from, Attempt attempt) {
        return from.depart(
                attempt,
                attempt.tries().withFailure(Instant.EPOCH),
                Instant.EPOCH,
                Optional.of(new IllegalStateException("503")),
                () -> {
                    inPlace.incrementAndGet();
                    return Work.NONE;
                });
    }

    private boolean leaves(Departures from, String key) {
        int before = inPlace.get();
        depart(from, attempt(0, key == null ? null : key.getBytes(UTF_8), new byte[1]));
        return inPlace.get() == before;
    }

    @Test
    void the_offset_is_settled_when_the_brokers_have_the_retry_and_not_before() {
        assertThat(depart(attempt(0, new byte[1]))).isSameAs(Work.NONE);
        assertThat(epoch.isWriting()).isTrue();
        assertThat(batch.isSettled(0)).isFalse();

        assertThat(brokers.completeNext()).isTrue();

        assertThat(batch.isSettled(0)).isTrue();
        assertThat(epoch.isWriting()).isFalse();
        assertThat(brokers.history().getFirst().topic()).isEqualTo(Topics.schedule());
    }

    @Test
    void retries_that_nobody_would_bring_back_are_told_of_where_the_mode_says_so() {
        assertThat(departures.areOpen()).isTrue();
        assertThat(departures.trouble().orElseThrow()).contains("no process with the role schedule is there");

        var byItself = new Departures(
                TestQueue.settings("q").ordering(Ordering.UNORDERED).build(), outlets, parking, counters);
        assertThat(byItself.areOpen()).isFalse();
        assertThat(byItself.trouble()).isEmpty();
    }

    @Test
    void a_refused_retry_holds_its_offset_and_no_rebalance_until_the_brokers_take_it() {
        depart(attempt(0, new byte[1]));

        brokers.errorNext(new TopicAuthorizationException(Topics.schedule()));

        assertThat(epoch.isWriting()).isFalse();
        assertThat(batch.isSettled(0)).isFalse();
        assertThat(counters.heldUp().sum()).isOne();
        assertThat(deliveries.trouble("q").orElseThrow()).contains("the retry of task q-0-0 is not taken");
        await().atMost(SOON).until(brokers::completeNext);
        assertThat(batch.isSettled(0)).isTrue();
    }

    @Test
    void a_retry_whose_epoch_has_ended_is_let_go_unsettled() {
        depart(attempt(0, new byte[1]));
        epoch.close();
        epoch.end();

        brokers.errorNext(new TopicAuthorizationException(Topics.schedule()));

        await().atMost(SOON).until(() -> pipeline.counters().abandoned().sum() == 1);
        assertThat(batch.isSettled(0)).isFalse();
        assertThat(brokers.history()).hasSize(1);
    }

    @Test
    void a_task_that_is_known_to_be_too_large_goes_on_in_place_and_nothing_is_written() {
        depart(attempt(0, new byte[LARGEST]));

        assertThat(inPlace).hasValue(1);
        assertThat(brokers.history()).isEmpty();
        assertThat(epoch.isWriting()).isFalse();
    }

    @Test
    void a_task_that_turns_out_to_be_too_large_goes_on_in_place() {
        depart(attempt(0, new byte[1]));

        brokers.errorNext(new RecordTooLargeException());

        assertThat(inPlace).hasValue(1);
        assertThat(batch.isSettled(0)).isFalse();
        assertThat(epoch.isWriting()).isFalse();
    }

    @Test
    void a_task_goes_on_in_place_while_it_is_not_known_what_the_schedule_takes() {
        Departures unsure = departures(Ordering.UNORDERED, outlets(Reaches.unanswered("q")));

        assertThat(leaves(unsure, null)).isFalse();

        assertThat(brokers.history()).isEmpty();
        assertThat(batch.isSettled(0)).isFalse();
        assertThat(epoch.isWriting()).isFalse();
    }

    @Test
    void an_interrupt_that_a_handler_left_behind_changes_nothing() {
        Thread.currentThread().interrupt();
        try {
            depart(attempt(0, new byte[LARGEST]));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(inPlace).hasValue(1);
        assertThat(brokers.history()).isEmpty();
    }

    @Test
    void a_task_whose_key_would_come_back_to_another_partition_stays_where_its_lane_is() {
        assertThat(leaves(departures, ELSEWHERE)).isFalse();
        assertThat(leaves(departures(Ordering.BY_PARTITION, outlets), ELSEWHERE))
                .isFalse();
        assertThat(brokers.history()).isEmpty();

        assertThat(leaves(departures, AT_HOME)).isTrue();
        assertThat(leaves(departures(Ordering.BY_PARTITION, outlets), AT_HOME)).isTrue();
        assertThat(leaves(departures(Ordering.UNORDERED, outlets), ELSEWHERE)).isTrue();
    }

    @Test
    void a_task_without_key_stays_where_its_partition_is_its_lane() {
        assertThat(leaves(departures(Ordering.BY_PARTITION, outlets), null)).isFalse();

        assertThat(leaves(departures, null)).isTrue();
    }
}
