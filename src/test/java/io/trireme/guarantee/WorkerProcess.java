package io.trireme.guarantee;

import static org.awaitility.Awaitility.await;

import io.trireme.testing.ChildJvm;
import io.trireme.testing.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** One worker process of a guarantee run, seen from outside. Owned by the thread of the test. */
final class WorkerProcess implements AutoCloseable {
    private final Process process;
    private final int number;
    private final Path journal;
    private final Path log;
    private final List<Incident> incidents = new ArrayList<>();
    private long stopped;
    private long died = Long.MAX_VALUE;

    /** Starts the process, which stands by until it is told to {@link #begin()}. */
    WorkerProcess(int number, WorkerSetup setup) throws IOException {
        this.number = number;
        Path directory = Files.createDirectories(setup.directory());
        journal = directory.resolve("worker-" + number + ".journal");
        log = directory.resolve("worker-" + number + ".log");
        Files.deleteIfExists(journal);
        List<String> command = ChildJvm.command(WorkerMain.class);
        command.add(journal.toString());
        command.addAll(setup.toArguments());
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    int number() {
        return number;
    }

    /** Whether it stands by. */
    boolean isReady() throws IOException {
        return Files.readString(log).contains(WorkerMain.READY);
    }

    /** Lets it join the group. */
    void begin() throws IOException {
        write();
    }

    /** How many writes of settlements were held up, when it last said so; asks it anew. */
    long heldUp() throws IOException {
        write();
        return Files.readAllLines(log).stream()
                .filter(line -> line.startsWith(WorkerMain.HELD_UP))
                .mapToLong(line -> Long.parseLong(line.substring(WorkerMain.HELD_UP.length())))
                .max()
                .orElse(0);
    }

    /** Whether it said that no task of this group starts there any more; asks it anew. */
    boolean hasRevoked(String group) throws IOException {
        write();
        return Files.readAllLines(log).contains(WorkerMain.REVOKED + group);
    }

    private void write() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** Ends the process as the kernel does when memory is short: SIGKILL. */
    void kill() throws InterruptedException {
        long from = System.nanoTime();
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
        died = System.nanoTime();
        incidents.add(new Incident(number, from, died));
    }

    /** Ends one of its child processes in that way, if it has any. */
    void killAChild(Random random) {
        List<ProcessHandle> children = process.children().toList();
        if (!children.isEmpty()) {
            children.get(random.nextInt(children.size())).destroyForcibly();
        }
    }

    /** Asks the process to end, as Kubernetes does: SIGTERM. Not by {@code destroy()}, which also closes its input. */
    void terminate() throws Exception {
        Signals.send("TERM", process);
    }

    /** Waits for the end of a process that was told to. */
    void awaitEnd() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the worker did not drain within 60 s; see " + log);
        }
        died = Math.min(died, System.nanoTime());
    }

    /** Notes that it ended by itself, as its setup has it. */
    void fell() {
        died = System.nanoTime();
        incidents.add(new Incident(number, died, died));
        if (process.exitValue() != WorkerMain.POISONED) {
            throw new AssertionError("the worker ended by itself with " + process.exitValue() + "; see " + log);
        }
    }

    /**
     * Takes the processor from it: SIGSTOP. It is frozen from when the kernel says so: what it committed while the signal was on its
     * way, for as long as it takes to start a program, counts.
     */
    void freeze() throws Exception {
        Signals.send("STOP", process);
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(this::isStopped);
        stopped = System.nanoTime();
    }

    private boolean isStopped() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        return stat.substring(stat.lastIndexOf(')')).startsWith(") T");
    }

    /** Gives the processor back to it: SIGCONT. */
    void thaw() throws Exception {
        Signals.send("CONT", process);
    }

    /** When it learned, after this moment, that it had lost its partitions; the end of time if it did not. */
    long foundOut(long after) throws IOException {
        return lines().stream()
                .filter(line -> line.what() == Journal.What.LOST && line.nanoTime() > after)
                .mapToLong(Journal.Line::nanoTime)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    /** Notes the freeze that has ended, with all that it made the process do until it found out. */
    void frozenUntil(long foundOut) {
        incidents.add(new Incident(number, stopped, foundOut));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What was done to it. */
    List<Incident> incidents() {
        return List.copyOf(incidents);
    }

    /** When it had ended; the end of time while it runs. */
    long died() {
        return died;
    }

    List<Journal.Line> lines() throws IOException {
        return Journal.read(journal);
    }

    /** Whether it has begun a task. */
    boolean hasWorked() throws IOException {
        return Files.exists(journal) && Files.size(journal) > 0;
    }

    /** Whether it has begun a task since something last befell it: before that it may have no partitions to lose. */
    boolean hasWorkedAgain() throws IOException {
        long since = incidents.isEmpty() ? Long.MIN_VALUE : incidents.getLast().until() + History.CAUGHT;
        return lines().stream().anyMatch(line -> line.what() == Journal.What.STARTED && line.nanoTime() > since);
    }

    /** For people: where its words are. */
    @Override
    public String toString() {
        return log.toString();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }
}
