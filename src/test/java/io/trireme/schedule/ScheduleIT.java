package io.trireme.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.trireme.Fault;
import io.trireme.TriremeException;
import io.trireme.testing.BrokerClient;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.RecordWriter;
import io.trireme.wire.SharedAdmin;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;
import picocli.CommandLine;

/** Listing, showing and cancelling against a broker. */
@ResourceLock("trireme.schedule")
@Tag("side-by-side")
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // one engine for all
class ScheduleIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final BrokerClient broker = BrokerClient.ofSharedBroker();
    private final String queue = broker.createTopic(BrokerClient.uniqueName("listed"), 1);
    private final Engines engine = Engines.start(broker.bootstrapServers());
    private final KafkaSettings kafka = new KafkaSettings(Map.of("bootstrap.servers", broker.bootstrapServers()));
    private final SharedAdmin admin = new SharedAdmin(kafka);
    private final RecordWriter writer = new RecordWriter(kafka);
    private final Schedule schedule = new Schedule(kafka, admin, writer);

    @AfterAll
    void close() {
        writer.close();
        admin.close();
        engine.close();
        broker.close();
    }

    @Test
    void what_waits_is_listed_first_due_first_shown_with_its_payload_and_gone_when_cancelled() {
        Instant due = Instant.now().plus(Duration.ofDays(1));
        put("second", due.plusSeconds(1));
        put("first", due);
        await().atMost(PATIENCE).until(() -> ours().equals("first second "));

        assertThat(schedule.show(queue + "-first").value()).isNotNull();
        schedule.cancel(queue + "-first");

        await().atMost(PATIENCE).until(() -> ours().equals("second "));
        assertThatThrownBy(() -> schedule.cancel(queue + "-first"))
                .isInstanceOfSatisfying(TriremeException.class, unknown -> assertThat(unknown.fault())
                        .isEqualTo(Fault.TIMER_UNKNOWN));
        schedule.cancel(queue + "-second");
        await().atMost(PATIENCE).until(() -> ours().isEmpty());
    }

    @Test
    void operators_do_so_from_the_command_line() {
        put("one", Instant.parse("2100-01-01T00:00:00Z"));
        assertThat(said("cron", "add", queue, "--queue", queue, "--rule", "0 0 1 1 *", "--zone", "Europe/Berlin", "{}"))
                .isEqualToIgnoringNewLines("Cron rule " + queue + " is set.");
        await().atMost(PATIENCE).until(() -> waiting() == 2);

        assertThat(said("list", "--limit", "1000").lines())
                .anyMatch(line -> line.matches("2100-01-01T00:00:00Z +" + queue + " +" + queue + "-one"))
                .anyMatch(line -> line.endsWith("cron/" + queue + "  0 0 1 1 * (Europe/Berlin)"));
        assertThat(said("show", queue + "-one")).contains("\"queue\" : \"" + queue + "\"");
        assertThat(said("cancel", queue + "-one")).isEqualToIgnoringNewLines("Timer " + queue + "-one is cancelled.");
        assertThat(said("cron", "remove", queue)).isEqualToIgnoringNewLines("Cron rule " + queue + " is removed.");
        await().atMost(PATIENCE).until(() -> waiting() == 0);
    }

    private long waiting() {
        return schedule.list(1_000).stream()
                .filter(timer -> timer.queue().equals(queue))
                .count();
    }

    private String said(String... arguments) {
        var out = new StringWriter();
        var line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--bootstrap-servers", broker.bootstrapServers()));
        int code = new CommandLine(new ScheduleCommand())
                .setOut(new PrintWriter(out))
                .execute(line.toArray(String[]::new));
        assertThat(code).isZero();
        return out.toString();
    }

    private String ours() {
        var ids = new StringBuilder();
        schedule.list(1_000).stream()
                .filter(timer -> timer.queue().equals(queue))
                .forEach(timer ->
                        ids.append(timer.id().substring(queue.length() + 1)).append(' '));
        return ids.toString();
    }

    private void put(String id, Instant due) {
        broker.produce(
                "trireme.schedule",
                queue + "-" + id,
                "{}",
                Map.of("trireme-due", due.toString(), "trireme-queue", queue));
    }
}
