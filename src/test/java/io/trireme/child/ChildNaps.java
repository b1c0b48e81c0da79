package io.trireme.child;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trireme.TaskContext;
import io.trireme.process.ProcessTrees;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Tasks that take a while, in child processes of a worker of a guarantee run. */
public final class ChildNaps {
    private final ChildWorkers workers;

    public ChildNaps(String queue) throws IOException {
        var folder = ChildFolder.temporary();
        ExecutorService threads =
                Executors.newCachedThreadPool(Thread.ofPlatform().daemon(true).factory());
        ChildSettings settings = TestChild.settings(queue, OptionalInt.empty());
        workers = new ChildWorkers(
                new ChildStart(
                        settings,
                        TestChild.launch(settings, folder),
                        Map.of(),
                        folder,
                        new ProcessTrees(UUID.randomUUID().toString()),
                        threads,
                        Measures.NONE),
                threads);
    }

    /** Takes so long, in a child. */
    public void nap(TaskContext task, Duration length) throws Exception {
        var nap = new PlainChildTask(
                "rest", Optional.of(Long.toString(length.toMillis()).getBytes(UTF_8)), Map.of());
        workers.run(CarriedTask.of(nap, CarriedTask.NO_TOKEN), Watcher.of(task));
    }
}
