package io.trireme.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trireme.RunnerKind;
import io.trireme.consume.QueueConsumer;
import io.trireme.consume.TestQueue;
import io.trireme.process.ProcessTrees;
import io.trireme.testing.BrokerClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A queue on the runner {@code process}, on a real broker: what the engine decides when children are lost. */
@Tag("side-by-side")
class ChildKillsIT {
    private static final int TASKS = 150;
    private static final int CHILDREN = 2;
    private static final int KILLS = 3;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ProcessTrees trees =
            new ProcessTrees(UUID.randomUUID().toString()); // of this test alone: others run beside it
    private final BrokerClient broker = BrokerClient.ofSharedBroker();
    private final TestQueue queue = new TestQueue(broker.bootstrapServers(), BrokerClient.uniqueName("children"), 1);

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        queue.close();
        broker.close();
        threads.shutdownNow();
    }

    @Test
    void children_that_are_killed_lose_their_own_attempts_and_no_task() throws Exception {
        Files.createDirectory(directory.resolve("seen"));
        try (ChildWorkers workers = workers()) {
            QueueConsumer consumer = queue.startAnswering(
                    queue.settings()
                            .runner(RunnerKind.PROCESS)
                            .concurrency(CHILDREN)
                            .maxAttempts(10),
                    task -> run(workers, new TypedTask(task, "nap")));
            for (int kill = 1; kill <= KILLS; kill++) {
                produce(TASKS / KILLS);
                await().atMost(Duration.ofSeconds(60)).until(this::killOne); // once it has started
            }

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> consumer.counters().done().sum() == TASKS);
            assertThat(consumer.counters().retried().sum()).isLessThanOrEqualTo(KILLS);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> broker.lag(TestQueue.group(queue.name()), queue.name()) == 0);
        }
    }

    /** Tasks come faster than they are done, so a child that is killed after them has some to do. */
    private void produce(int tasks) {
        for (int i = 0; i < tasks; i++) {
            broker.produce(queue.name(), "k" + i, directory.toString());
        }
    }

    /** Kills a child that has worked, as the files say that they leave; whether there was one. */
    private boolean killOne() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("seen"))) {
            return files.map(file -> Long.valueOf(file.getFileName().toString()))
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .findFirst()
                    .filter(ProcessHandle::destroyForcibly)
                    .isPresent();
        }
    }

    @Test
    void the_timeout_of_the_queue_ends_an_attempt_that_does_not_stop_with_its_child() throws Exception {
        Path began = directory.resolve("began");
        try (ChildWorkers workers = workers()) {
            workers.startFirst(); // which counts too
            queue.startAnswering(
                    queue.settings()
                            .runner(RunnerKind.PROCESS)
                            .concurrency(1)
                            .timeout(Duration.ofMillis(500))
                            .maxAttempts(1),
                    task -> run(workers, new TypedTask(task, "stubborn")));
            broker.produce(queue.name(), "k", began.toString());

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> broker.readAll(queue.name() + ".dead").size() == 1);
        }
        var letter = broker.readAll(queue.name() + ".dead").getFirst();
        assertThat(BrokerClient.header(letter, "trireme-dead-message")).contains("ran for longer than the timeout");
        assertThat(BrokerClient.header(letter, "trireme-dead-stack")).contains("process.kill-grace");
    }

    private static Object run(ChildWorkers workers, TypedTask task) throws Exception {
        return workers.run(CarriedTask.of(task, CarriedTask.NO_TOKEN), Watcher.of(task));
    }

    private ChildWorkers workers() throws Exception {
        ChildSettings settings = TestChild.settings(queue.name(), OptionalInt.empty());
        var folder = new ChildFolder(directory);
        return new ChildWorkers(
                new ChildStart(
                        settings, TestChild.launch(settings, folder), Map.of(), folder, trees, threads, Measures.NONE),
                threads);
    }
}
