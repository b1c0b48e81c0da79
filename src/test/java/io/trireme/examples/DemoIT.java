package io.trireme.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The demo as a user runs it: the built service, in a process of its own. */
@Tag("side-by-side")
@Execution(ExecutionMode.SAME_THREAD) // each is a whole service
class DemoIT {
    private static final Path SERVICE = Path.of("target", "quarkus-app", "quarkus-run.jar");

    @TempDir
    Path directory;

    private Path work;
    private Path output;
    private Process demo;

    @BeforeEach
    void some_files() throws IOException {
        assumeThat(SERVICE).exists();
        work = Files.createDirectories(directory.resolve("work/deeper"));
        output = directory.resolve("output");
        for (int i = 0; i < 40; i++) {
            Files.writeString(work.resolve("file " + i), "line\n".repeat(i));
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        if (demo != null && demo.isAlive()) {
            demo.destroyForcibly().waitFor();
        }
    }

    @Test
    void settles_everything_and_finds_the_digests_right() throws IOException, InterruptedException {
        start(demo("--once"));

        assertThat(demo.waitFor(90, SECONDS)).as(this::said).isTrue();
        assertThat(demo.exitValue()).as(this::said).isZero();
        assertThat(said())
                .contains("Checked against sha256sum: 25 digests are right, 0 are wrong.")
                .containsPattern("(?m)^digest +40 .* 0$")
                .containsPattern("(?m)^fetch +300 .* 0$")
                .contains("An order failed 2 times, was tried again each time and shipped on attempt 3.")
                .contains("An order that nobody can read is a dead letter: UNDECODABLE, in orders.dead-0-")
                .contains("It was mended, put back and shipped on attempt 1: 170 times oar.")
                .containsPattern("As one pool: pool.map\\(files\\) gave 40 digests in order in .*; 780 lines, 4 kB.")
                .as("it ends so")
                .containsSubsequence("170 times oar.", "As one pool: ");
        assertThat(brokerDirectories()).as("what the broker left behind").isEmpty();
    }

    @Test
    void a_digest_that_sha256sum_contradicts_is_a_failure() throws IOException, InterruptedException {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Files.writeString(bin.resolve("sha256sum"), "#!/bin/sh\necho 'f00d  -'\n");
        Files.setPosixFilePermissions(bin.resolve("sha256sum"), PosixFilePermissions.fromString("rwxr-xr-x"));
        ProcessBuilder command = demo("--once");
        command.environment().merge("PATH", bin.toString(), (path, first) -> first + ":" + path);
        start(command);

        assertThat(demo.waitFor(90, SECONDS)).as(this::said).isTrue();
        assertThat(demo.exitValue()).as(this::said).isEqualTo(1);
        assertThat(said()).contains("but it should be f00d.");
    }

    @Test
    void stays_up_with_lines_to_try_until_it_is_told_to_stop() throws IOException, InterruptedException {
        start(demo());
        await().atMost(Duration.ofSeconds(90)).until(() -> hints().size() == 3 || !demo.isAlive());
        List<String> hints = hints();

        assertThat(shell(hints.get(0))).contains("\"queue\":\"greetings\"");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(said()).contains("Hello, Ada!"));
        assumeThat(Path.of("/usr/bin/kcat")).exists();
        shell(hints.get(1));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(shell(hints.get(2))).containsPattern("\"done\": ?81\\b"));

        demo.destroy();
        assertThat(demo.waitFor(30, SECONDS)).as(this::said).isTrue();
        assertThat(demo.exitValue()).as(this::said).isZero();
        assertThat(brokerDirectories()).as("what the broker left behind").isEmpty();
    }

    /** The three commands that it prints. */
    private List<String> hints() {
        return said().lines()
                .filter(line -> line.matches(" {2}(curl|echo) .*"))
                .map(String::strip)
                .toList();
    }

    private String shell(String line) throws IOException, InterruptedException {
        Process shell =
                new ProcessBuilder("sh", "-c", line).redirectErrorStream(true).start();
        String answer = new String(shell.getInputStream().readAllBytes(), UTF_8);
        assertThat(shell.waitFor()).as(line + " said: " + answer).isZero();
        return answer;
    }

    private ProcessBuilder demo(String... options) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + directory,
                "-jar",
                SERVICE.toAbsolutePath().toString(),
                "demo",
                "--pages=300",
                work.getParent().toString()));
        command.addAll(List.of(options));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    }

    private void start(ProcessBuilder command) throws IOException {
        command.environment().keySet().removeIf(name -> name.startsWith("KAFKA_") || name.startsWith("QUARKUS_"));
        demo = command.start();
    }

    private List<Path> brokerDirectories() throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith("trireme-broker-"))
                    .toList();
        }
    }

    private String said() {
        try {
            return Files.readString(output);
        } catch (IOException nothing) {
            return "nothing: " + nothing;
        }
    }
}
