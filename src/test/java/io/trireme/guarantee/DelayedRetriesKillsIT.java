package io.trireme.guarantee;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trireme.control.TestOrders;
import io.trireme.schedule.Engines;
import io.trireme.testing.BrokerClient;
import io.trireme.wire.Headers;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The run of {@link FailuresIT} with failed tasks that leave their process and come back by the schedule, tasks with a delay, and
 * sets of tasks that are revoked: workers are killed while they fail tasks, publish their retries, hear of what is revoked and
 * commit. Nothing is lost, no attempt is made twice but for what a kill cut off, nothing begins before its time or when it is
 * revoked, and the dead letters are those of the tasks that were rejected, or failed each time, and no others.
 */
@Tag("guarantee")
@ResourceLock("trireme.schedule")
class DelayedRetriesKillsIT {
    private static final int WORKERS = 2;
    private static final int TASKS_A_SECOND = 400;
    private static final int ONE_FLAKY_OF = 8;
    private static final int ONE_REJECTED_OF = 100;
    private static final int WITH_DELAY = 100;
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Longer than what was fired takes to be seen. */
    private static final Duration QUIET = Duration.ofMillis(500);

    private final BrokerClient broker = BrokerClient.ofSharedBroker();
    private final TestOrders orders = new TestOrders(broker.bootstrapServers());

    @AfterEach
    void close() {
        orders.close();
        broker.close();
    }

    @Test
    void kills_among_retries_delays_and_cancels_lose_no_task_fork_none_and_start_none_that_is_revoked()
            throws Exception {
        int kills = Length.times("guarantee.delayed-kills", 2, 15);
        long seed = Length.seed();
        var random = new Random(seed);
        var setup = WorkerSetup.quick(broker.bootstrapServers(), BrokerClient.uniqueName("delayed"), "consumer")
                .withOneFlakyOf(ONE_FLAKY_OF)
                .withOneRejectedOf(ONE_REJECTED_OF)
                .withDelayedRetries();
        try (var schedule = Engines.start(broker.bootstrapServers());
                var crew = new Crew(setup, WORKERS + 1);
                var load = new Load(setup, TASKS_A_SECOND, seed);
                var delays = new Delays(setup)) {
            await().atMost(PATIENCE).until(schedule::isRunning);
            var revoked = new StaysRevoked();
            load.putInSet(0);
            crew.joinAndWork(WORKERS);
            for (int i = 0; i < kills; i++) {
                delays.publish(WITH_DELAY, LONGEST_DELAY);
                crew.workFor(Duration.ofMillis(random.nextInt(300, 1_200)));
                orders.control().revokeGroup(setup.group(i)); // while some of them run, and others are on their way
                crew.working().remove(random.nextInt(WORKERS)).kill();
                crew.join();
                crew.awaitRevoked(setup.group(i));
                revoked.appliedByAll(i);
                load.putInSet(i + 1);
                if (i + 1 < kills) {
                    crew.standBy();
                }
            }
            Receipts published = load.stop();
            awaitQuiet(setup, schedule);
            History history = crew.end(published, List.of());

            Guarantee.verifyAll(
                    kills + " kills among retries, delays and cancels",
                    history,
                    new StaysMember(),
                    new NothingLost(),
                    new NoFork(setup),
                    delays,
                    revoked);
            System.out.printf(
                    "guarantee: %d second copies of retries were ignored%n",
                    schedule.counters().repeated().sum());
            verify(letters(setup, "REJECTED", ""), history, delays, setup, setup::isRejected);
            verify(
                    letters(setup, "ATTEMPTS_EXHAUSTED", Integer.toString(WorkerSetup.FAILURES + 1)),
                    history,
                    delays,
                    setup,
                    offset -> setup.isHopeless(offset) && !setup.isRejected(offset));
        }
    }

    /** Whether one that is revoked had got so far nobody knows. */
    private static void verify(
            Set<String> letters, History history, Delays delays, WorkerSetup setup, IntPredicate offsets) {
        Receipts published = history.published();
        var expected = new HashSet<>(Letters.idsOf(setup.queue(), published, offsets));
        expected.addAll(delays.idsOf(history, offsets));
        assertThat(expected).as("tasks that may have letters").containsAll(letters);
        expected.removeAll(Letters.idsOfSets(setup.queue(), published));
        assertThat(letters).as("letters").containsAll(expected);
    }

    /** Nothing is left in the queue, nor among the timers, nor on its way between the two. */
    private void awaitQuiet(WorkerSetup setup, Engines schedule) {
        await().atMost(PATIENCE).during(QUIET).untilAsserted(() -> {
            assertThat(broker.lag(setup.group(), setup.queue())).isZero();
            assertThat(broker.lag(Topics.scheduleGroup(), Topics.schedule())).isZero();
            assertThat(schedule.counters().pending().sum()).isZero();
        });
    }

    /** The ids of tasks with a letter of this reason, after so many attempts if that is told. */
    private Set<String> letters(WorkerSetup setup, String reason, String attempts) {
        return broker.readAll(Topics.deadLetters(setup.queue())).stream()
                .filter(letter -> reason.equals(BrokerClient.header(letter, Headers.DEAD_REASON)))
                .filter(letter ->
                        attempts.isEmpty() || attempts.equals(BrokerClient.header(letter, Headers.DEAD_ATTEMPTS)))
                .map(letter -> new String(letter.key(), UTF_8))
                .collect(Collectors.toCollection(HashSet::new));
    }
}
