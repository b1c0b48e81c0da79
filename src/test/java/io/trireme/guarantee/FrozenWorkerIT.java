package io.trireme.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trireme.testing.BrokerClient;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A worker loses the processor (SIGSTOP) for longer than the session and gets it back (SIGCONT): a long pause of a virtual
 * machine, a node that swaps.
 *
 * <p>What is promised: nothing is lost; the group's offsets never go back, nor over tasks that only the frozen worker
 * ran; whoever owns the partitions keeps the order of each key; and soon after it got the processor back the
 * worker finds out, breaks off what it runs, and begins nothing more of what it held.
 *
 * <p>What cannot be: that it runs nothing beside the new owner. What ran when it was stopped goes on at once, and its
 * lanes with it, until the brokers' answer to the next heartbeat is there. These runs are told apart by when the engine
 * says that it lost its partitions; they are counted, and none of them counts as done.
 */
@Tag("guarantee")
class FrozenWorkerIT {
    private static final int WORKERS = 3;
    private static final int TASKS_A_SECOND = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration FOUND_OUT_WITHIN = Duration.ofSeconds(5);

    private final BrokerClient broker = BrokerClient.ofSharedBroker();

    @AfterEach
    void close() {
        broker.close();
    }

    @ParameterizedTest
    @MethodSource("io.trireme.guarantee.Length#protocols")
    void a_worker_frozen_beyond_the_session_does_no_harm_when_it_goes_on(String protocol) throws Exception {
        int freezes = Length.times("guarantee.freezes", 1, 8);
        long seed = Length.seed();
        var random = new Random(seed);
        var setup = WorkerSetup.quick(broker.bootstrapServers(), BrokerClient.uniqueName("frozen"), protocol);
        try (var crew = new Crew(setup, WORKERS);
                var watch = new CommitWatch(broker, setup.group());
                var load = new Load(setup, TASKS_A_SECOND, seed)) {
            crew.joinAndWork(WORKERS);
            for (int i = 0; i < freezes; i++) {
                crew.workFor(Duration.ofMillis(random.nextInt(1_500, 3_000)));
                freezeUntilOthersHaveTakenOver(crew.working().get(random.nextInt(WORKERS)), setup);
            }
            Receipts published = load.stop();
            crew.awaitNoLag(broker);
            watch.verify();

            Guarantee.verifyAll(
                    freezes + " freezes on " + protocol,
                    crew.end(published, List.of()),
                    Guarantee.all(setup, Duration.ofMinutes(1)));
        }
    }

    private void freezeUntilOthersHaveTakenOver(WorkerProcess worker, WorkerSetup setup) throws Exception {
        // Thawed a moment ago it may have no partitions yet; frozen now, it would lose none, and never say so.
        await().atMost(PATIENCE).until(worker::hasWorkedAgain);
        worker.freeze();
        long frozen = System.nanoTime();
        var before = broker.committed(setup.group());
        await().atMost(PATIENCE).until(() -> {
            var now = broker.committed(setup.group());
            return System.nanoTime() - frozen > setup.session().toNanos()
                    && before.keySet().stream()
                            .allMatch(partition -> now.get(partition).offset()
                                    > before.get(partition).offset());
        });
        long thawed = System.nanoTime();
        worker.thaw();
        await().atMost(PATIENCE).until(() -> worker.foundOut(frozen) < Long.MAX_VALUE);

        long foundOut = worker.foundOut(frozen);
        worker.frozenUntil(foundOut);
        System.out.printf("guarantee: found out %d ms after SIGCONT%n", (foundOut - thawed) / 1_000_000);
        assertThat(Duration.ofNanos(foundOut - thawed)).isLessThan(FOUND_OUT_WITHIN);
    }
}
