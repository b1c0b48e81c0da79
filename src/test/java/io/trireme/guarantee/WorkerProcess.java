package io.trireme.guarantee;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One worker process of a guarantee run, seen from outside. */
final class WorkerProcess implements AutoCloseable {
    private final Process process;
    private final Path journal;
    private final Path log;
    private volatile long killed = Long.MAX_VALUE;

    WorkerProcess(
            Path directory, String name, String bootstrap, String queue, int partitions, int millis, String protocol)
            throws IOException {
        Files.createDirectories(directory);
        journal = directory.resolve(name + ".journal");
        log = directory.resolve(name + ".log");
        Files.deleteIfExists(journal);
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dorg.jboss.logging.provider=jdk",
                        "-cp",
                        classPath,
                        WorkerMain.class.getName(),
                        bootstrap,
                        queue,
                        Integer.toString(partitions),
                        journal.toString(),
                        Integer.toString(millis),
                        protocol))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /** Ends the process as the kernel does when memory is short: SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
        killed = System.nanoTime();
    }

    /** Asks the process to end, as Kubernetes does: SIGTERM. Returns when it has drained. */
    void terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the worker did not drain within 60 s; see " + log);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** When it was killed, in {@link System#nanoTime()}; the end of time if it was not. */
    long killed() {
        return killed;
    }

    List<Journal.Line> lines() throws IOException {
        return Journal.read(journal);
    }

    /** How many lines there are, cheaply. */
    long progress() throws IOException {
        return Files.exists(journal) ? Files.size(journal) / 30 : 0;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }
}
