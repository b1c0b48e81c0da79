package io.trireme.child;

import io.trireme.process.ProcessTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A parent whose children are replaced after each task; says what it holds, after a few of them and after many. */
final class ReplacementsMain {
    private static final int FEW = 100;
    private static final int AT_ONCE = 4;

    private ReplacementsMain() {}

    /** @param arguments how many replacements, a folder for sockets, and what starts a child */
    public static void main(String[] arguments) throws Exception {
        ExecutorService threads =
                Executors.newCachedThreadPool(Thread.ofPlatform().daemon(true).factory());
        var settings = TestChild.settings("queue", OptionalInt.of(1));
        List<String> command = List.of(arguments).subList(2, arguments.length);
        var folder = new ChildFolder(Path.of(arguments[1]));
        var start = new ChildStart(
                settings,
                () -> command,
                Map.of(),
                folder,
                new ProcessTrees(UUID.randomUUID().toString()),
                threads,
                Measures.NONE);
        try (var workers = new ChildWorkers(start, threads)) {
            replace(workers, FEW, threads);
            System.out.println(held());
            replace(workers, Integer.parseInt(arguments[0]), threads);
            System.out.println(held());
        }
    }

    private static void replace(ChildWorkers workers, int times, ExecutorService threads) throws Exception {
        var all = new ArrayList<Future<Void>>();
        for (int i = 0; i < AT_ONCE; i++) {
            all.add(threads.submit(() -> {
                for (int task = 0; task < times / AT_ONCE; task++) {
                    workers.run(CarriedTask.of(PlainChildTask.of("rest"), CarriedTask.NO_TOKEN), Watcher.NONE);
                }
                return null;
            }));
        }
        for (Future<Void> one : all) {
            one.get();
        }
        for (ProcessHandle child : ProcessHandle.current().children().toList()) {
            child.onExit().get(1, TimeUnit.MINUTES);
        }
    }

    /** Open files, children of any state, zombies among them, and sockets that were left. */
    private static String held() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return "files " + files.count() + ", children "
                    + ProcessHandle.current().children().count();
        }
    }
}
