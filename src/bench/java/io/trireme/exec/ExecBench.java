package io.trireme.exec;

import io.trireme.TaskContext;
import io.trireme.process.ProcessTrees;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A program as the handler, one process for each task, beside one that is started, written to and read by hand. Run: {@code make bench ARGS=--children}. */
public final class ExecBench {
    private static final String PROGRAM = "cat";
    private static final int WARM_UP = 500;
    private static final int RUNS = 2_000;
    private static final int MOST_OUTPUT = 1 << 20;

    private ExecBench() {}

    @FunctionalInterface
    private interface Run {
        void once() throws Exception;
    }

    /** @param task with a payload, which comes back */
    public static void run(TaskContext task) throws Exception {
        ExecutorService threads =
                Executors.newCachedThreadPool(Thread.ofPlatform().daemon(true).factory());
        var trees = new ProcessTrees("ExecBench-" + ProcessHandle.current().pid());
        var program = new Program("texts", PROGRAM, List.of(), Path.of(""), MOST_OUTPUT, Duration.ofSeconds(5));
        var once = new OncePerTask(program, trees, threads);
        byte[] payload = task.payload().orElseThrow();
        long[] ours = new long[RUNS];
        long[] bare = new long[RUNS];
        for (int i = -WARM_UP; i < RUNS; i++) { // in turn, since a machine is not the same all the time
            long our = nanos(() -> once.run(task));
            long plain = nanos(() -> byHand(payload));
            if (i >= 0) {
                ours[i] = our;
                bare[i] = plain;
            }
        }
        threads.shutdownNow();
        Arrays.sort(ours);
        Arrays.sort(bare);
        System.out.printf(
                "| exec, a process for each task, %s | p50 %d us, by hand %d us (%.2f of it) |%n",
                PROGRAM, ours[RUNS / 2] / 1_000, bare[RUNS / 2] / 1_000, (double) ours[RUNS / 2] / bare[RUNS / 2]);
    }

    private static long nanos(Run run) throws Exception {
        long begun = System.nanoTime();
        run.once();
        return System.nanoTime() - begun;
    }

    private static void byHand(byte[] payload) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(PROGRAM).start();
        try (var in = process.getOutputStream()) {
            in.write(payload);
        }
        byte[] out = process.getInputStream().readAllBytes();
        if (process.waitFor() != 0 || out.length != payload.length) {
            throw new IOException(PROGRAM + " gave " + out.length + " bytes");
        }
    }
}
