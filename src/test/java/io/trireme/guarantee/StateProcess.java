package io.trireme.guarantee;

import io.trireme.testing.ChildJvm;
import io.trireme.testing.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that holds shared state or uses it, seen from outside. Owned by the thread of the test. */
final class StateProcess implements AutoCloseable {
    private final Process process;
    private final Path log;

    /** Starts the process, which stands by until it is told to {@link #begin()}. */
    StateProcess(Class<?> main, Path log, String... arguments) throws IOException {
        this.log = log;
        List<String> command = ChildJvm.command(main);
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    void begin() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    boolean says(String line) throws IOException {
        if (!process.isAlive()) {
            throw new AssertionError("a process has ended by itself; see " + log);
        }
        return Files.readAllLines(log).contains(line);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGSTOP. */
    void freeze() throws IOException, InterruptedException {
        Signals.send("STOP", process);
    }

    /** SIGCONT. */
    void thaw() throws IOException, InterruptedException {
        Signals.send("CONT", process);
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
