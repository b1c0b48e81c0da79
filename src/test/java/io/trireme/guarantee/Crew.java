package io.trireme.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trireme.testing.BrokerClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The worker processes of a run: those at work, those that stand by, and those that are gone. Owned by the test. */
final class Crew implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final WorkerSetup setup;
    private final List<WorkerProcess> all = new ArrayList<>();
    private final List<WorkerProcess> working = new ArrayList<>();
    private final ArrayDeque<WorkerProcess> standingBy = new ArrayDeque<>();
    private final Stalls stalls = new Stalls();

    /** Makes the topics and the processes; nobody works yet. */
    Crew(WorkerSetup setup, int size) throws Exception {
        this.setup = setup;
        setup.prepare();
        for (int i = 0; i < size; i++) {
            standBy();
        }
        for (WorkerProcess worker : all) {
            await().atMost(PATIENCE).until(() -> {
                assertThat(worker.isAlive()).as("stands by: %s", worker).isTrue();
                return worker.isReady();
            });
        }
    }

    /** Starts a process that joins later. */
    void standBy() throws IOException {
        var worker = new WorkerProcess(all.size(), setup);
        all.add(worker);
        standingBy.add(worker);
    }

    /** Lets the one that has stood by the longest join the group. */
    WorkerProcess join() throws IOException {
        WorkerProcess worker = standingBy.remove();
        worker.begin();
        working.add(worker);
        return worker;
    }

    /** Lets so many join, and waits until each has begun a task. */
    void joinAndWork(int size) throws IOException {
        for (int i = 0; i < size; i++) {
            join();
        }
        for (WorkerProcess worker : working) {
            await().atMost(PATIENCE).until(worker::hasWorked);
        }
    }

    /** Those at work, in the order in which they joined. */
    List<WorkerProcess> working() {
        return working;
    }

    /** Lets time pass, in which nobody may end by himself. */
    void workFor(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        await().atMost(time.plus(PATIENCE))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    assertThat(working).allMatch(WorkerProcess::isAlive);
                    return System.nanoTime() >= until;
                });
    }

    /** Replaces those that end by themselves until {@code done}; returns how many did. */
    int replaceFallenUntil(BooleanSupplier done) throws IOException {
        int fallen = 0;
        long begun = System.nanoTime();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime() - begun).isLessThan(PATIENCE.toNanos());
            for (WorkerProcess worker : List.copyOf(working)) {
                if (!worker.isAlive()) {
                    worker.fell();
                    working.remove(worker);
                    fallen++;
                    join();
                    standBy();
                }
            }
        }
        return fallen;
    }

    /** Waits until all at work have said that no task of this group starts there any more. */
    void awaitRevoked(String group) {
        for (WorkerProcess worker : working) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> worker.hasRevoked(group));
        }
    }

    /** Waits until the group has settled everything. */
    void awaitNoLag(BrokerClient broker) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(broker.lags(setup.group(), setup.queue()))
                .as("offsets not settled, by partition")
                .isEmpty());
    }

    /** Drains all, and tells what happened. */
    History end(Receipts published, List<Incident> befellAll) throws Exception {
        for (WorkerProcess worker : working) {
            worker.terminate();
        }
        for (WorkerProcess worker : working) {
            worker.awaitEnd();
        }
        return History.of(published, all, befellAll, stalls);
    }

    @Override
    public void close() throws Exception {
        stalls.close();
        for (WorkerProcess worker : all) {
            worker.close();
        }
    }
}
