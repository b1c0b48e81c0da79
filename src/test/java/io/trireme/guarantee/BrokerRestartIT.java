package io.trireme.guarantee;

import static org.awaitility.Awaitility.await;

import io.trireme.dev.EmbeddedBroker;
import io.trireme.testing.BrokerClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The broker ends under load and comes back, on its data and port: work goes on by itself, nothing is lost, the order
 * holds. What a worker settled while it could not commit is told with the next commit, so that tasks run again only where
 * the broker, when it is back, gives a partition to another worker than before.
 */
@Tag("guarantee")
class BrokerRestartIT {
    private static final int WORKERS = 3;
    private static final int TASKS_A_SECOND = 400;

    /** After the broker is back: until each worker has found it again and has committed. */
    private static final Duration SETTLING = Duration.ofSeconds(10);

    @ParameterizedTest
    @ValueSource(strings = {"consumer", "classic"})
    void work_goes_on_by_itself_when_the_broker_is_back(String protocol) throws Exception {
        int restarts = Length.times("guarantee.restarts", 1, 4);
        long seed = Length.seed();
        var random = new Random(seed);
        var away = new ArrayList<Incident>();
        try (var embedded = EmbeddedBroker.start();
                var broker = new BrokerClient(embedded.bootstrapServers())) {
            var setup = WorkerSetup.quick(embedded.bootstrapServers(), BrokerClient.uniqueName("restart"), protocol);
            try (var crew = new Crew(setup, WORKERS);
                    var load = new Load(setup, TASKS_A_SECOND, seed)) {
                crew.joinAndWork(WORKERS);
                for (int i = 0; i < restarts; i++) {
                    crew.workFor(Duration.ofMillis(random.nextInt(1_500, 3_000)));
                    long from = System.nanoTime();
                    embedded.stop();
                    crew.workFor(Duration.ofMillis(random.nextInt(0, 4_000)));
                    embedded.restart();
                    away.add(new Incident(Incident.ALL, from, System.nanoTime() + SETTLING.toNanos()));
                    int before = load.receipts().count();
                    await().atMost(Duration.ofSeconds(60))
                            .until(() -> load.receipts().count() > before + TASKS_A_SECOND);
                }
                Receipts published = load.stop();
                crew.awaitNoLag(broker);

                Guarantee.verifyAll(
                        restarts + " restarts of the broker on " + protocol,
                        crew.end(published, away),
                        Guarantee.all(setup, Duration.ofMinutes(1)));
            }
        }
    }
}
