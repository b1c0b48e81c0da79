package io.trireme.guarantee;

import io.trireme.schedule.EngineMain;
import io.trireme.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that fires timers, seen from outside. Owned by the thread of the test. */
final class TimerProcess implements AutoCloseable {
    static final String HEAP = "256 MiB";

    private static final String RESIDENT = "VmRSS:";

    private final Process process;
    private final Path log;

    /** Starts the process, which stands by until it is told to {@link #begin()}. */
    TimerProcess(String bootstrapServers, Path directory, int number) throws IOException {
        log = Files.createDirectories(directory).resolve("timers-" + number + ".log");
        List<String> command = ChildJvm.command(EngineMain.class);
        command.addAll(
                List.of(bootstrapServers, directory.resolve("store-" + number).toString()));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    void begin() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    boolean isReady() throws IOException {
        return says(EngineMain.READY);
    }

    boolean isRunning() throws IOException {
        return says(EngineMain.RUNNING);
    }

    private boolean says(String line) throws IOException {
        if (!process.isAlive()) {
            throw new AssertionError("a process that fires timers has ended by itself; see " + log);
        }
        return Files.readAllLines(log).contains(line);
    }

    /** What it takes of the machine's memory, where there is a {@code /proc}. */
    long residentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith(RESIDENT))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }

    /** SIGKILL; its store is left as it is. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
