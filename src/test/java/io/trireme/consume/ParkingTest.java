package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.run.Work;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParkingTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final Epoch epoch =
            new Epoch(new TopicPartition("q", 0), 1, CompletedAhead.none(), new Room(10, 1_000).share());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final OfferedWork runner = new OfferedWork();
    private final Parking parking = new Parking(runner, timer);
    private final Lanes lanes = new Lanes(1);
    private final Withdrawals withdrawals = new Withdrawals();
    private final Revocations revocations = new Revocations(InstantSource.system());

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    @Test
    void counts_what_waits_and_what_is_behind_it() {
        Attempt one = attempt(0, 1);
        Attempt other = attempt(1, 2);
        attempt(2, 2);
        attempt(3, 2);
        attempt(4, 3); // in a lane that runs

        assertThat(parking.park(one, LONG, new Exception())).isSameAs(Work.NONE);
        assertThat(parking.park(other, LONG, new Exception())).isSameAs(Work.NONE);

        assertThat(parking.held()).isEqualTo(4);
        assertThat(parking.longestFirst()).containsExactly(other, one);
    }

    @Test
    void one_that_is_given_up_goes_once_and_says_why_it_waited() {
        Attempt attempt = attempt(0, 1);
        var why = new Exception("503");
        parking.park(attempt, LONG, why);

        assertThat(parking.giveUp(attempt, Runnable::run, (given, cause) -> {
                    assertThat(cause).isSameAs(why);
                    return given.follower();
                }))
                .isTrue();
        assertThat(parking.giveUp(attempt, Runnable::run, (given, cause) -> Work.NONE))
                .isFalse();
        assertThat(parking.held()).isZero();
    }

    @Test
    void who_gives_one_up_does_not_wait_for_its_letter_and_its_lane_goes_on_behind_that() {
        Attempt attempt = attempt(0, 1);
        Attempt behind = attempt(1, 1);
        parking.park(attempt, LONG, new Exception());
        var later = new ArrayList<Runnable>();

        assertThat(parking.giveUp(attempt, later::add, (given, cause) -> given.follower()))
                .isTrue();
        assertThat(parking.held()).isZero();
        assertThat(runner.offered()).isEmpty();

        later.forEach(Runnable::run);
        assertThat(runner.offered()).containsExactly(behind);
    }

    @Test
    void one_whose_epoch_has_closed_is_let_go_at_once() {
        Attempt attempt = attempt(0, 1);
        Attempt follower = attempt(1, 1);
        epoch.close();

        assertThat(parking.park(attempt, LONG, new Exception())).isSameAs(follower);
        assertThat(parking.held()).isZero();
    }

    @Test
    void one_that_is_revoked_goes_on_at_once_whether_it_was_parked_before_or_is_parked_then() throws Exception {
        Attempt early = attempt(0, 1);
        Attempt late = attempt(1, 2);
        Attempt other = attempt(2, 3);
        parking.park(early, LONG, new Exception());
        parking.park(other, LONG, new Exception());
        revocations.put(Revocations.Kind.TASK, "q-0-0", Instant.MAX);
        revocations.put(Revocations.Kind.TASK, "q-0-1", Instant.MAX);
        withdrawals.set(revocations);

        assertThat(parking.park(late, LONG, new Exception())).isSameAs(late);
        parking.unparkWithdrawn();

        assertThat(parking.longestFirst()).containsExactly(other);
        assertThat(runner.offered()).containsExactly(early);
    }

    private Attempt attempt(long offset, long lane) {
        var attempt = new Attempt(
                TestQueue.pipeline(Map.of(), List.of(), withdrawals),
                new ConsumerRecord<>("q", 0, offset, null, new byte[1]),
                epoch,
                new Batch(new long[] {offset}, 0),
                0,
                lane,
                1,
                1);
        lanes.append(attempt);
        return attempt;
    }
}
