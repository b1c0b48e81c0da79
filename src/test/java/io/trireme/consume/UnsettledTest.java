package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trireme.retry.RetryPolicy;
import io.trireme.run.Work;
import io.trireme.wire.Deliveries;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a task, its lane and its worker when settling it throws. */
class UnsettledTest {
    private static final DoubleSupplier BROKEN = () -> {
        throw new ArithmeticException("of the engine itself");
    };

    private final Room room = new Room(10, 1_000);
    private final Epoch epoch = new Epoch(new TopicPartition("q", 0), 1, CompletedAhead.none(), room.share());
    private final Batch batch = new Batch(new long[] {0, 1}, 0);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final OfferedWork runner = new OfferedWork();
    private final Parking parking = new Parking(runner, timer);
    private final Counters counters = new Counters();
    private final QueueSettings settings = TestQueue.settings("q").build();
    private final Outlets nowhere = new Outlets(null, null, null, null, null);
    private final Settlement settlement = settlement(BROKEN);
    private final Pipeline pipeline = pipeline(settlement, task -> {
        throw new IllegalStateException("503"); // so there is a pause, which is random, to be found
    });

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    private Settlement settlement(DoubleSupplier random) {
        return settlement(nowhere, random);
    }

    private Settlement settlement(Outlets outlets, DoubleSupplier random) {
        return new Settlement(
                settings,
                outlets,
                parking,
                new Departures(settings, outlets, parking, counters),
                counters,
                InstantSource.system(),
                random);
    }

    private Pipeline pipeline(Settlement by, TestQueue.Body body) {
        return new Pipeline(
                "q",
                Map.of("q", TestQueue.handler("q", "q", body)),
                List.of(),
                new RetryPolicy(3, Duration.ofHours(1), 1, Duration.ofHours(1), 1, Set.of()),
                null,
                new Withdrawals(),
                by,
                counters,
                InstantSource.system());
    }

    private Attempt attempt(int index) {
        return attempt(pipeline, index);
    }

    private Attempt attempt(Pipeline pipeline, int index) {
        epoch.room().taken(1);
        return new Attempt(
                pipeline, new ConsumerRecord<>("q", 0, index, null, new byte[1]), epoch, batch, index, 7, 1, 1);
    }

    @Test
    void its_worker_goes_on_with_its_lane_and_its_offset_is_held() {
        Attempt attempt = attempt(0);
        Attempt behind = attempt(1);
        attempt.append(behind);

        assertThat(attempt.run()).isSameAs(behind);
        assertThat(behind.run()).isSameAs(Work.NONE);

        assertThat(batch.isSettled(0)).isFalse();
        assertThat(counters.unsettled().sum()).isEqualTo(2);
        room.look();
        assertThat(room.records()).as("a write may have been handed over").isEqualTo(2);
    }

    @Test
    void it_is_told_of_for_as_long_as_its_partition_is_here() {
        assertThat(settlement.trouble()).isEmpty();

        attempt(0).run();
        assertThat(settlement.trouble().orElseThrow())
                .contains("the task at q-0-0 could not be settled", "of the engine itself");
        attempt(1).run();
        assertThat(settlement.trouble().orElseThrow()).contains("and 1 more");

        epoch.end();
        assertThat(settlement.trouble()).isEmpty();
    }

    @Test
    void one_that_is_given_up_and_cannot_be_is_told_of_too_and_its_lane_goes_on() {
        var deliveries = new Deliveries(
                () -> {
                    throw new IllegalStateException("no client");
                },
                timer);
        Settlement givingUp = settlement(new Outlets(deliveries, null, null, null, null), () -> 0); // no letters either
        Pipeline failing = pipeline(givingUp, task -> {
            throw new IllegalStateException("503");
        });
        Attempt attempt = attempt(failing, 0);
        Attempt behind = attempt(failing, 1);
        attempt.append(behind);
        attempt.run(); // it is parked
        assertThat(parking.held()).isEqualTo(2);

        givingUp.giveUpBeyond(0);

        await().until(() -> runner.offered().contains(behind));
        assertThat(counters.unsettled().sum()).isOne();
        assertThat(givingUp.trouble()).isPresent();
        assertThat(batch.isSettled(0)).isFalse();
    }

    @Test
    void an_interrupt_that_a_handler_left_behind_is_not_the_settlements() {
        var interrupted = new AtomicBoolean(true);
        var settling = settlement(() -> {
            interrupted.set(Thread.currentThread().isInterrupted());
            return 0;
        });

        attempt(
                        pipeline(settling, task -> {
                            Thread.currentThread().interrupt();
                            throw new IllegalStateException("503");
                        }),
                        0)
                .run();

        assertThat(interrupted).isFalse();
    }
}
