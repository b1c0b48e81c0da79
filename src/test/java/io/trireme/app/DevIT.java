package io.trireme.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The service as it is started from outside: a process of its own, from the folder of the build. */
@Tag("side-by-side")
@Execution(ExecutionMode.SAME_THREAD) // each is a whole service
class DevIT {
    private static final String APP =
            Path.of("target", "quarkus-app", "quarkus-run.jar").toString();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern UP = Pattern.compile(" {2}management +http://127\\.0\\.0\\.1:(\\d+)/q/health .*");

    @Test
    void sigterm_drains_stops_the_broker_last_and_ends_with_0() throws Exception {
        String http = freePort();
        String management = freePort();
        Process dev = trireme("dev", "--http-port", http, "--management-port", management);
        try (BufferedReader output = output(dev)) {
            List<String> before = readUntil(output, UP);
            assertThat(before).last().asString().matches(UP);
            awaitPartitions(output, before);
            assertThat(statusOf("http://127.0.0.1:" + http + "/api/state"))
                    .as("the role state answers")
                    .isEqualTo(200);
            assertThat(textOf("http://127.0.0.1:" + management + "/q/metrics"))
                    .as("the role state is measured")
                    .contains("trireme_state_commands_total{kind=\"lock\"}", "trireme_state_sessions")
                    .contains("trireme_state_waiting_max_seconds", "trireme_state_held_max_seconds");
            keepSchedule("http://127.0.0.1:" + http + "/api/schedule");

            dev.toHandle().destroy(); // SIGTERM; the Process itself would close the output too

            List<String> after = output.lines().toList();
            assertThat(dev.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(dev.exitValue())
                    .as("exit code; it said %s and %s", before, after)
                    .isZero();
            assertThat(after).noneMatch(line -> line.contains("ERROR") || line.contains("WARN"));
        } finally {
            dev.destroyForcibly();
        }
    }

    /** A cron rule is set, listed, and removed. */
    private static void keepSchedule(String schedule) throws IOException, InterruptedException {
        String rule = schedule + "/cron/of-a-test";
        assertThat(send("PUT", rule, "{\"queue\": \"housekeeping\"}").body())
                .contains("A cron rule needs \\\"queue\\\" and \\\"rule\\\"");
        assertThat(send("PUT", rule, "{\"queue\": \"housekeeping\", \"rule\": \"0 3 30 2 *\"}")
                        .body())
                .contains("it would never fire");
        assertThat(send("PUT", rule, "{\"queue\": \"housekeeping\", \"rule\": \"0 3 1 1 *\", \"payload\": 7}")
                        .statusCode())
                .isEqualTo(204);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(textOf(schedule)).contains("0 3 1 1 * (UTC)"));
        assertThat(send("DELETE", rule, "").statusCode()).isEqualTo(204);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(textOf(schedule)).doesNotContain("0 3 1 1 * (UTC)"));
    }

    @Test
    void a_start_that_fails_is_one_sentence_and_exit_code_1() throws Exception {
        Process work = trireme("work", "--http-port", freePort(), "--http-host", "0.0.0.0");
        try (BufferedReader output = output(work)) {
            assertThat(output.lines()).singleElement().asString().startsWith("trireme: HTTP listens on loopback only");
            assertThat(work.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(work.exitValue()).isEqualTo(1);
        } finally {
            work.destroyForcibly();
        }
    }

    @Test
    void a_wrong_setting_is_one_sentence_and_exit_code_1() throws Exception {
        Process work = trireme("work", "--queues", "nowhere", "--management-port", freePort());
        try (BufferedReader output = output(work)) {
            assertThat(output.lines())
                    .singleElement()
                    .asString()
                    .startsWith("trireme: ")
                    .contains("nowhere");
            assertThat(work.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(work.exitValue()).isEqualTo(1);
        } finally {
            work.destroyForcibly();
        }
    }

    @Test
    void a_program_that_is_not_there_is_one_sentence_and_exit_code_1() throws Exception {
        Process exec = trireme("exec", "texts", "--management-port", freePort(), "--", "no-such-program", "--flag");
        try (BufferedReader output = output(exec)) {
            assertThat(output.lines())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "trireme: Command 'no-such-program' of queue 'texts' cannot be run: there is no such program");
            assertThat(exec.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(exec.exitValue()).isEqualTo(1);
        } finally {
            exec.destroyForcibly();
        }
    }

    @Test
    void a_wrong_attribute_of_a_channel_is_one_sentence_and_exit_code_1() throws Exception {
        Process work = trireme(
                List.of("-Dmp.messaging.incoming.images.connector=trireme", "-Dmp.messaging.incoming.images.queue=a/b"),
                "work",
                "--management-port",
                freePort());
        try (BufferedReader output = output(work)) {
            assertThat(output.lines())
                    .last()
                    .asString()
                    .startsWith(
                            "trireme: Channel 'images': its attribute queue is 'a/b', which cannot be a queue's name");
            assertThat(work.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(work.exitValue()).isEqualTo(1);
        } finally {
            work.destroyForcibly();
        }
    }

    /**
     * Kafka's client logs an error of its own when it is closed between being given partitions and having them. Each queue of an
     * example has a consumer, and its topic was made, the broker being new.
     */
    private static void awaitPartitions(BufferedReader output, List<String> before) throws IOException {
        long queues = before.stream().filter(DevIT::isQueueMade).count();
        assertThat(queues).as("queues of %s", before).isPositive();
        long waiting = queues - before.stream().filter(DevIT::isAssignment).count();
        while (waiting > 0) {
            String line = output.readLine();
            assertThat(line).as("what dev says while it waits for partitions").isNotNull();
            waiting -= isAssignment(line) ? 1 : 0;
        }
    }

    private static boolean isQueueMade(String line) {
        return line.contains("[TopicSetup] Created topic") && !line.contains(".dead with");
    }

    private static boolean isAssignment(String line) {
        return line.contains("got partitions");
    }

    private static int statusOf(String address) throws IOException, InterruptedException {
        return get(address).statusCode();
    }

    private static String textOf(String address) throws IOException, InterruptedException {
        return get(address).body();
    }

    private static HttpResponse<String> get(String address) throws IOException, InterruptedException {
        return send("GET", address, "");
    }

    private static HttpResponse<String> send(String method, String address, String json)
            throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(address))
                            .header("Content-Type", "application/json")
                            .method(method, HttpRequest.BodyPublishers.ofString(json))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static Process trireme(String... arguments) throws IOException {
        return trireme(List.of(), arguments);
    }

    private static Process trireme(List<String> properties, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        if (Runtime.version().feature() >= 24) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")); // for what lives for seconds
        command.addAll(properties);
        command.addAll(List.of("-jar", APP));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    private static List<String> readUntil(BufferedReader output, Pattern last) throws IOException {
        var lines = new ArrayList<String>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            if (last.matcher(line).matches()) {
                break;
            }
        }
        return lines;
    }

    private static String freePort() {
        return Integer.toString(Ports.near("127.0.0.1", 0));
    }
}
