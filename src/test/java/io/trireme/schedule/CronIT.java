package io.trireme.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.trireme.Fault;
import io.trireme.MissedFirings;
import io.trireme.TriremeException;
import io.trireme.testing.BrokerClient;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.RecordWriter;
import io.trireme.wire.SharedAdmin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Cron against a broker, with the topology of the service. */
@ResourceLock("trireme.schedule")
@Tag("side-by-side")
class CronIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SEVERAL = 4;

    private final BrokerClient broker = BrokerClient.ofSharedBroker();
    private final String queue = broker.createTopic(BrokerClient.uniqueName("cron"), 1);
    private final Engines engine = Engines.start(broker.bootstrapServers());
    private final KafkaSettings kafka = new KafkaSettings(Map.of("bootstrap.servers", broker.bootstrapServers()));
    private final SharedAdmin admin = new SharedAdmin(kafka);
    private final RecordWriter writer = new RecordWriter(kafka);
    private final Schedule schedule = new Schedule(kafka, admin, writer);
    private final CronJob everySecond = new CronJob(queue, queue, "tick", "* * * * * *", "UTC", MissedFirings.ALL);

    @AfterEach
    void close() {
        writer.close();
        admin.close();
        engine.close();
        broker.close();
    }

    @Test
    void a_rule_fires_each_of_its_times_once_also_when_set_again_and_when_its_owner_changes_and_no_more_when_removed() {
        schedule.addCron(everySecond, "{}".getBytes(UTF_8));
        awaitMore(SEVERAL);
        schedule.addCron(everySecond, "{}".getBytes(UTF_8));
        awaitMore(SEVERAL);
        try (var second = Engines.start(broker.bootstrapServers())) {
            await().atMost(PATIENCE).until(second::isRunning);
            awaitMore(SEVERAL);
            engine.close(); // the other one holds all of them now
            awaitMore(SEVERAL);
            schedule.removeCron(queue);
            await().atMost(PATIENCE).until(() -> schedule.list(1_000).stream()
                    .noneMatch(timer -> timer.queue().equals(queue)));
            List<Instant> fired = fired();
            Instant after = Instant.now().plusSeconds(2);
            await().atMost(PATIENCE).until(() -> Instant.now().isAfter(after));

            assertThat(fired()).isEqualTo(fired);
            for (int i = 1; i < fired.size(); i++) {
                assertThat(fired.get(i)).isEqualTo(fired.get(i - 1).plusSeconds(1));
            }
        }
    }

    @Test
    void a_rule_is_listed_with_its_next_firing_and_an_unknown_one_cannot_be_removed() {
        schedule.addCron(new CronJob(queue, queue, queue, "0 0 1 1 *", "UTC", MissedFirings.ONE), null);

        await().atMost(PATIENCE).until(() -> schedule.list(1_000).stream()
                .map(TimerView::of)
                .anyMatch(timer -> timer.id().equals("cron/" + queue)
                        && timer.cron().equals(Optional.of("0 0 1 1 * (UTC)"))
                        && timer.due().endsWith("-01-01T00:00:00Z")));
        schedule.removeCron(queue);
        assertThatThrownBy(() -> schedule.removeCron("never-" + queue))
                .isInstanceOfSatisfying(TriremeException.class, unknown -> assertThat(unknown.fault())
                        .isEqualTo(Fault.TIMER_UNKNOWN));
    }

    private void awaitMore(int firings) {
        int before = fired().size();
        await().atMost(PATIENCE).until(() -> fired().size() >= before + firings);
    }

    private List<Instant> fired() {
        return broker.readAll(queue).stream()
                .map(record -> Instant.parse(BrokerClient.header(record, "trireme-cron-time")))
                .toList();
    }
}
