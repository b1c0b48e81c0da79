package io.trireme.guarantee;

import static org.awaitility.Awaitility.await;

import io.trireme.testing.BrokerClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Five workers with tasks of a second are replaced one after the other, as Kubernetes does it: the new one is begun, then
 * the old one told to end. No task runs twice, and no partition stands still for longer than a drain (which is a task),
 * two heartbeats, the assignment interval (0 on the embedded broker) and a second.
 */
@Tag("guarantee")
class RollingRestartIT {
    private static final int WORKERS = 5;
    private static final int TASKS_A_SECOND = 80;
    private static final Duration TASK = Duration.ofSeconds(1);

    private final BrokerClient broker = BrokerClient.ofSharedBroker();

    @AfterEach
    void close() {
        broker.close();
    }

    @ParameterizedTest
    @MethodSource("io.trireme.guarantee.Length#protocols")
    void a_rolling_restart_loses_and_repeats_nothing_and_no_partition_stands_still(String protocol) throws Exception {
        int rounds = Length.times("guarantee.rounds", 1, 3);
        var setup = WorkerSetup.quick(broker.bootstrapServers(), BrokerClient.uniqueName("rolling"), protocol)
                .withTasksOf(TASK);
        try (var crew = new Crew(setup, WORKERS + 1);
                var load = new Load(setup, TASKS_A_SECOND, Length.seed())) {
            crew.joinAndWork(WORKERS);
            for (int i = 0; i < rounds * WORKERS; i++) {
                WorkerProcess replacement = crew.join();
                await().atMost(Duration.ofSeconds(60)).until(replacement::hasWorked);
                WorkerProcess old = crew.working().removeFirst();
                old.terminate();
                old.awaitEnd();
                crew.standBy();
            }
            Receipts published = load.stop();
            crew.awaitNoLag(broker);

            Duration bound = TASK.plus(setup.heartbeat().multipliedBy(2)).plusSeconds(1);
            Guarantee.verifyAll(
                    rounds + " rolling restarts on " + protocol,
                    crew.end(published, List.of()),
                    Guarantee.all(setup, bound));
        }
    }
}
