package io.trireme.guarantee;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trireme.schedule.Engines;
import io.trireme.testing.BrokerClient;
import io.trireme.wire.Headers;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The run of {@link FailuresIT} with failed tasks that leave their process and come back by the schedule: workers are killed
 * while they fail tasks, publish their retries and commit. Nothing is lost, no attempt is made twice but for what a kill cut
 * off, and the dead letters are those of the tasks that were rejected, or failed each time, and no others.
 */
@Tag("guarantee")
@ResourceLock("trireme.schedule")
class DelayedRetriesKillsIT {
    private static final int WORKERS = 2;
    private static final int TASKS_A_SECOND = 400;
    private static final int ONE_FLAKY_OF = 8;
    private static final int ONE_REJECTED_OF = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Longer than what was fired takes to be seen. */
    private static final Duration QUIET = Duration.ofMillis(500);

    private final BrokerClient broker = BrokerClient.ofSharedBroker();

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void kills_among_delayed_retries_lose_no_task_and_fork_none() throws Exception {
        int kills = Length.times("guarantee.delayed-kills", 2, 30);
        long seed = Length.seed();
        var random = new Random(seed);
        var setup = WorkerSetup.quick(broker.bootstrapServers(), BrokerClient.uniqueName("delayed"), "consumer")
                .withOneFlakyOf(ONE_FLAKY_OF)
                .withOneRejectedOf(ONE_REJECTED_OF)
                .withDelayedRetries();
        try (var schedule = Engines.start(broker.bootstrapServers());
                var crew = new Crew(setup, WORKERS + 1);
                var load = new Load(setup, TASKS_A_SECOND, seed)) {
            await().atMost(PATIENCE).until(schedule::isRunning);
            crew.joinAndWork(WORKERS);
            for (int i = 0; i < kills; i++) {
                crew.workFor(Duration.ofMillis(random.nextInt(300, 1_200)));
                crew.working().remove(random.nextInt(WORKERS)).kill();
                crew.join();
                if (i + 1 < kills) {
                    crew.standBy();
                }
            }
            Receipts published = load.stop();
            awaitQuiet(setup, schedule);
            History history = crew.end(published, List.of());

            Guarantee.verifyAll(
                    kills + " kills among delayed retries",
                    history,
                    new StaysMember(),
                    new NothingLost(),
                    new NoFork(setup));
            System.out.printf(
                    "guarantee: %d second copies of retries were ignored%n",
                    schedule.counters().repeated().sum());
            assertThat(letters(setup, "REJECTED", ""))
                    .isEqualTo(Letters.idsOf(setup.queue(), published, setup::isRejected));
            assertThat(letters(setup, "ATTEMPTS_EXHAUSTED", Integer.toString(WorkerSetup.FAILURES + 1)))
                    .isEqualTo(Letters.idsOf(
                            setup.queue(), published, offset -> setup.isHopeless(offset) && !setup.isRejected(offset)));
        }
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
