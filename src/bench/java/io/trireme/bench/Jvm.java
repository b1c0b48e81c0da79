package io.trireme.bench;

import io.trireme.bench.measure.Result;
import io.trireme.bench.measure.Setup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One engine at work in a JVM of its own; all have the same heap and the same collector. */
final class Jvm implements AutoCloseable {
    private static final List<String> OPTIONS =
            List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC", "-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
    private static final long LONGEST_MINUTES = 5;

    private final Setup setup;
    private final Process process;
    private final CompletableFuture<List<String>> output;

    private Jvm(Setup setup, Process process) {
        this.setup = setup;
        this.process = process;
        this.output = CompletableFuture.supplyAsync(() -> read(process));
    }

    /** The command of a JVM like this one. */
    static List<String> java(String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Starts the engine. */
    static Jvm start(Setup setup, List<String> more) throws IOException {
        List<String> command = java();
        command.addAll(OPTIONS);
        command.addAll(more);
        command.addAll(List.of(setup.toProperties()));
        command.addAll(program(setup));
        return new Jvm(
                setup, new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private static List<String> program(Setup setup) {
        if (setup.engine().equals("smallrye")) {
            return List.of("-jar", System.getProperty("bench.smallrye"));
        }
        return List.of("-cp", System.getProperty("java.class.path"), EngineMain.class.getName());
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** What the run came to, when it is over. Fails with what the engine printed when it came to nothing. */
    Result result() throws Exception {
        if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException(
                    setup + " took more than " + LONGEST_MINUTES + " minutes:\n" + String.join("\n", output.get()));
        }
        List<String> lines = output.get();
        return lines.stream()
                .map(Result::parse)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(setup + " failed:\n" + String.join("\n", lines)));
    }

    private static List<String> read(Process process) {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            return lines.lines().toList();
        } catch (IOException gone) {
            return List.of(gone.toString());
        }
    }

    @Override
    public String toString() {
        return setup.toString();
    }

    /** Ends the engine if it still runs. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
