package io.trireme.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.testing.BrokerClient;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Workers under a steady load are killed at random, again and again, each replaced at once by another one: nothing is
 * lost, no task is blamed, the order of each key holds, and only what was unfinished or ended since the last commit runs again. One task in
 * {@value WorkerSetup#SLOW} is slow, so that much is always settled beyond the watermark and only the commit's map tells.
 *
 * <p>With the classic protocol the next kill waits until the group has settled: see {@link WorkerSetup#settling()}.
 */
@Tag("guarantee")
class KillsIT {
    private static final int WORKERS = 4;
    private static final int TASKS_A_SECOND = 1_000;

    private final BrokerClient broker = BrokerClient.ofSharedBroker();

    @AfterEach
    void close() {
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"consumer", "classic"})
    void kills_at_random_lose_nothing_keep_the_order_and_repeat_little(String protocol) throws Exception {
        int kills = Length.times("guarantee.kills", 4, protocol.equals("classic") ? 50 : 200);
        long seed = Length.seed();
        var random = new Random(seed);
        var setup = WorkerSetup.quick(broker.bootstrapServers(), BrokerClient.uniqueName("kills"), protocol);
        try (var crew = new Crew(setup, WORKERS + 1);
                var load = new Load(setup, TASKS_A_SECOND, seed)) {
            crew.joinAndWork(WORKERS);
            for (int i = 0; i < kills; i++) {
                crew.workFor(setup.settling().plusMillis(random.nextInt(500, 4_000)));
                crew.working().remove(random.nextInt(WORKERS)).kill();
                crew.join();
                crew.standBy();
            }
            Receipts published = load.stop();
            crew.awaitNoLag(broker);

            Guarantee.verifyAll(
                    kills + " kills on " + protocol,
                    crew.end(published, List.of()),
                    Guarantee.all(setup, Duration.ofMinutes(1)));
            assertThat(broker.readAll(Topics.deadLetters(setup.queue())))
                    .as("tasks that were taken for what killed a process")
                    .isEmpty();
        }
    }
}
