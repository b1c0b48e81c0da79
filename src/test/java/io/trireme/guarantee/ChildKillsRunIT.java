package io.trireme.guarantee;

import io.trireme.testing.BrokerClient;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Workers whose tasks are done in child processes, on the runner {@code process}: children are killed at random, and now and then
 * a worker with all of its own. All that holds for {@link KillsIT} holds; a child costs the attempt that it was at.
 */
@Tag("guarantee")
@EnabledIfSystemProperty(named = "guarantee", matches = "long") // its processes take two processors for a minute
class ChildKillsRunIT {
    private static final int WORKERS = 2;
    private static final int CHILDREN = 2;
    private static final int CHILDREN_FOR_A_WORKER = 8;
    private static final int TASKS_A_SECOND = 200;

    private final BrokerClient broker = BrokerClient.ofSharedBroker();

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void kills_of_children_and_workers_lose_nothing_and_keep_the_order() throws Exception {
        int kills = Length.times("guarantee.kills", 16, 100);
        long seed = Length.seed();
        var random = new Random(seed);
        var setup = WorkerSetup.quick(broker.bootstrapServers(), BrokerClient.uniqueName("child-kills"), "consumer")
                .withTasksInChildren(Duration.ofMillis(5), CHILDREN);
        try (var crew = new Crew(setup, WORKERS + 1);
                var load = new Load(setup, TASKS_A_SECOND, seed)) {
            crew.joinAndWork(WORKERS);
            for (int i = 1; i <= kills; i++) {
                crew.workFor(Duration.ofMillis(random.nextInt(200, 1_500)));
                if (i % CHILDREN_FOR_A_WORKER == 0) {
                    crew.working().remove(random.nextInt(WORKERS)).kill();
                    crew.join();
                    crew.standBy();
                } else {
                    crew.working().get(random.nextInt(WORKERS)).killAChild(random);
                }
            }
            Receipts published = load.stop();
            crew.awaitNoLag(broker);

            Guarantee.verifyAll(
                    kills + " kills of children and workers",
                    crew.end(published, List.of()),
                    Guarantee.all(setup, Duration.ofMinutes(1)));
        }
    }
}
