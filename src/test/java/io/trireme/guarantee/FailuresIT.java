package io.trireme.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.testing.BrokerClient;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The run of {@link KillsIT} with handlers that fail: one task in {@value #ONE_FLAKY_OF} fails at first and is tried again,
 * one in {@value #ONE_REJECTED_OF} is rejected. Nothing is lost, a key waits for its task that failed, attempts are counted
 * across the processes that die, and the dead letters are those of the rejected tasks and no others.
 */
@Tag("guarantee")
class FailuresIT {
    private static final int WORKERS = 4;
    private static final int TASKS_A_SECOND = 600;
    private static final int ONE_FLAKY_OF = 40;
    private static final int ONE_REJECTED_OF = 100;

    private final BrokerClient broker = BrokerClient.ofSharedBroker();

    @AfterEach
    void close() {
        broker.close();
    }

    @ParameterizedTest
    @MethodSource("io.trireme.guarantee.Length#protocols")
    void kills_among_failing_tasks_lose_no_task_no_order_and_no_count(String protocol) throws Exception {
        int kills = Length.times("guarantee.failing-kills", 2, 15);
        long seed = Length.seed();
        var random = new Random(seed);
        var setup = WorkerSetup.quick(broker.bootstrapServers(), BrokerClient.uniqueName("failures"), protocol)
                .withOneFlakyOf(ONE_FLAKY_OF)
                .withOneRejectedOf(ONE_REJECTED_OF);
        try (var crew = new Crew(setup, WORKERS + 1);
                var load = new Load(setup, TASKS_A_SECOND, seed)) {
            crew.joinAndWork(WORKERS);
            for (int i = 0; i < kills; i++) {
                crew.workFor(setup.settling().plusMillis(random.nextInt(1_000, 4_000)));
                crew.working().remove(random.nextInt(WORKERS)).kill();
                crew.join();
                crew.standBy();
            }
            Receipts published = load.stop();
            crew.awaitNoLag(broker);
            History history = crew.end(published, List.of());

            Guarantee.verifyAll(
                    kills + " kills among failing tasks on " + protocol,
                    history,
                    new StaysMember(),
                    new NothingLost(),
                    new KeyOrder(),
                    new FewRepeats(setup),
                    new CountedFailures(setup));
            assertThat(new HashSet<>(Letters.ids(broker, setup.queue())))
                    .as("tasks with dead letters")
                    .isEqualTo(Letters.idsOf(setup.queue(), published, setup::isRejected));
        }
    }
}
