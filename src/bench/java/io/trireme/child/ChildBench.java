package io.trireme.child;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trireme.RunnerKind;
import io.trireme.exec.ExecBench;
import io.trireme.pool.LocalPool;
import io.trireme.process.ProcessTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Child processes: one call and back, as many as two children do, and how soon a whole application is ready in one, with an
 * archive and without; Python's {@code multiprocessing} beside them where there is one. Run: {@code make bench ARGS=--children}.
 */
public final class ChildBench {
    private static final int WARM_UP = 20_000;
    private static final int CALLS = 50_000;
    private static final int STARTS = 5;
    private static final String QUEUE = "greetings";
    private static final String PYTHON =
            """
            import multiprocessing, time
            def f(x): return x
            if __name__ == '__main__':
                with multiprocessing.Pool(2) as p:
                    for i in range(2000): p.apply(f, (b'hello',))
                    t = []
                    for i in range(10000):
                        a = time.perf_counter(); p.apply(f, (b'hello',)); t.append(time.perf_counter() - a)
                    t.sort()
                    a = time.perf_counter(); p.map(f, [b'hello'] * 100000, chunksize=1); b = time.perf_counter()
                    print('| Python Pool.apply | p50 %.0f us, p99 %.0f us |' % (t[5000] * 1e6, t[9900] * 1e6))
                    print('| Python Pool.map, 2 processes, chunks of 1 | %.0f calls/s |' % (100000 / (b - a)))
            """;

    private final Path directory = Files.createTempDirectory("children-");
    private final ExecutorService threads =
            Executors.newCachedThreadPool(Thread.ofPlatform().daemon(true).factory());
    private final ProcessTrees trees =
            new ProcessTrees("ChildBench-" + ProcessHandle.current().pid());

    private ChildBench() throws IOException {}

    /** @param application the jar of the service */
    public static void run(Path application) throws Exception {
        var bench = new ChildBench();
        System.out.println("| what | measured |\n|---|---|");
        bench.calls(1);
        bench.calls(2);
        bench.pool();
        bench.python();
        ExecBench.run(new ChildTask(task("hello".getBytes(UTF_8)), () -> false, progress -> {}));
        bench.starts(application);
        bench.threads.shutdownNow();
    }

    private void calls(int children) throws Exception {
        ChildCommand command = ChildCommand.of(
                List.of(), List.of("-Xmx64m"), System.getProperty("java.class.path"), BenchChild.class.getName());
        try (var workers = new ChildWorkers(start(command, Map.of()), threads)) {
            run(workers, children, WARM_UP);
            long begun = System.nanoTime();
            long[] nanos = run(workers, children, CALLS);
            double seconds = (System.nanoTime() - begun) / 1e9;
            Arrays.sort(nanos);
            System.out.printf(
                    "| apply, %d children at once | p50 %.0f us, p99 %.0f us, %.0f calls/s |%n",
                    children,
                    nanos[nanos.length / 2] / 1e3,
                    nanos[nanos.length * 99 / 100] / 1e3,
                    nanos.length / seconds);
        }
    }

    private long[] run(ChildWorkers workers, int callers, int calls) throws Exception {
        List<Future<long[]>> all = IntStream.range(0, callers)
                .mapToObj(caller -> threads.submit(() -> {
                    long[] nanos = new long[calls];
                    var task = task("hello".getBytes(UTF_8));
                    for (int i = 0; i < calls; i++) {
                        long begun = System.nanoTime();
                        workers.run(task, Watcher.NONE);
                        nanos[i] = System.nanoTime() - begun;
                    }
                    return nanos;
                }))
                .toList();
        long[] together = {};
        for (Future<long[]> one : all) {
            together = concat(together, one.get());
        }
        return together;
    }

    private static CarriedTask task(byte[] payload) {
        String id = "0190a6c1-7f3c-7cc0-8a7a-9e6f0d1f2a3b";
        return new CarriedTask(
                id,
                QUEUE,
                QUEUE,
                Optional.empty(),
                Optional.of(payload),
                Map.of("ce_type", QUEUE, "ce_id", id, "ce_source", "bench", "ce_specversion", "1.0"),
                1,
                0,
                0,
                Instant.EPOCH,
                CarriedTask.NO_TOKEN);
    }

    private static long[] concat(long[] one, long[] other) {
        long[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private void starts(Path application) throws Exception {
        ChildCommand command = ChildCommand.of(
                List.of(),
                List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"),
                ClassPath.ofChild(application.toString()),
                ChildMain.class.getName());
        var settings = Map.of(
                "trireme.roles", "child",
                "quarkus.http.host-enabled", "false",
                "quarkus.management.host-enabled", "false",
                "quarkus.log.console.enabled", "false",
                "quarkus.log.level", "ERROR");
        starts("a whole application ready", command, settings);
        var archive = ChildArchive.in(directory, command);
        long begun = System.nanoTime();
        Child making = start(command.with(archive.make()), settings).start();
        boolean made = making.end(Duration.ofMinutes(2)) && archive.finish();
        System.out.printf(
                "| the archive | made in %.1f s, %d MB |%n",
                (System.nanoTime() - begun) / 1e9, made ? Files.size(archive.file()) >> 20 : 0);
        starts("the same from the archive", command.with(archive.use()), settings);
    }

    private void starts(String what, ChildCommand command, Map<String, String> settings) throws Exception {
        long[] millis = new long[STARTS];
        long pss = 0;
        for (int i = 0; i < STARTS; i++) {
            long begun = System.nanoTime();
            Child child = start(command, settings).start();
            millis[i] = (System.nanoTime() - begun) / 1_000_000;
            pss = pss(child.pid());
            child.retire();
        }
        Arrays.sort(millis);
        System.out.printf(
                "| %s | %d ms (%d to %d), PSS %d MB |%n",
                what, millis[STARTS / 2], millis[0], millis[STARTS - 1], pss >> 10);
    }

    private static long pss(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup")).stream()
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    private ChildStart start(ChildCommand command, Map<String, String> properties) throws IOException {
        var settings = new ChildSettings(
                Spelling.OF_QUEUE,
                QUEUE,
                OptionalInt.empty(),
                OptionalLong.empty(),
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                1 << 20,
                List.of(),
                Optional.empty());
        var folder = new ChildFolder(directory);
        return new ChildStart(
                settings, folder.launch("arguments", command), properties, folder, trees, threads, Measures.NONE);
    }

    private void pool() throws Exception {
        List<Integer> numbers = IntStream.range(0, CALLS).boxed().toList();
        try (var pool = LocalPool.<Integer, Integer>calling(number -> number + 1)
                .on(RunnerKind.PROCESS)
                .processes(2)
                .open()) {
            pool.map(numbers);
            long[] nanos = new long[CALLS];
            for (int i = 0; i < CALLS; i++) {
                long begun = System.nanoTime();
                pool.apply(i);
                nanos[i] = System.nanoTime() - begun;
            }
            Arrays.sort(nanos);
            long begun = System.nanoTime();
            pool.map(numbers);
            double seconds = (System.nanoTime() - begun) / 1e9;
            System.out.printf(
                    "| LocalPool, 2 processes | apply p50 %.0f us, p99 %.0f us, map %.0f calls/s |%n",
                    nanos[CALLS / 2] / 1e3, nanos[CALLS * 99 / 100] / 1e3, CALLS / seconds);
        }
    }

    private void python() throws Exception {
        Path script = Files.writeString(directory.resolve("pool.py"), PYTHON);
        try {
            new ProcessBuilder("python3", script.toString()).inheritIO().start().waitFor();
        } catch (IOException absent) {
            System.out.println("| Python | not here |");
        }
    }
}
