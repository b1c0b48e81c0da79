package io.trireme.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trireme.dev.EmbeddedBroker;
import io.trireme.schedule.EngineMain;
import io.trireme.testing.BrokerClient;
import io.trireme.wire.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A million timers wait for tomorrow, in processes with {@value TimerProcess#HEAP} of heap; those that are due meanwhile fire as
 * if they were alone, and another process takes over as soon.
 */
@Tag("guarantee")
@EnabledIfSystemProperty(named = "guarantee", matches = "long", disabledReason = "a million timers take a while to set")
class ManyTimersIT {
    private static final int TIMERS_A_SECOND = 200;
    private static final Duration MEASURED = Duration.ofSeconds(60);
    private static final Duration FIRING_ERROR = Duration.ofMillis(250);
    private static final long MOST_RESIDENT = 1L << 30;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final EmbeddedBroker broker = EmbeddedBroker.start(); // of its own: no other run is to find its timers
    private final TimerRun run = new TimerRun(new BrokerClient(broker.bootstrapServers()), PATIENCE);
    private final TimerWatch watch = run.watch();
    private final List<TimerProcess> all = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        run.close();
        broker.close();
    }

    @Test
    void timers_fire_in_time_beside_a_million_that_wait_and_another_process_takes_over() throws Exception {
        int waiting = Length.times("guarantee.waiting-timers", 20_000, 1_000_000);
        begin();
        begin();
        long begun = System.nanoTime();
        watch.setForLater(waiting, Instant.now().plus(Duration.ofDays(1)));
        await().atMost(PATIENCE).until(() -> run.broker().lag(Topics.scheduleGroup(), Topics.schedule()) == 0);
        Duration taken = Duration.ofNanos(System.nanoTime() - begun);

        watch.set((int) (TIMERS_A_SECOND * MEASURED.toSeconds()), Instant.now().plusSeconds(2), MEASURED);
        run.watchUntil(() -> watch.waiting() == 0);
        System.out.printf(
                "guarantee: %d timers wait, taken in %d s; %d fired meanwhile, p50 %d ms, p99 %d ms, max %d ms late; resident %s MiB%n",
                waiting,
                taken.toSeconds(),
                watch.count(),
                watch.late(0.5).toMillis(),
                watch.late(0.99).toMillis(),
                watch.latest().toMillis(),
                mebibytes());
        assertThat(watch.late(0.99)).isLessThanOrEqualTo(FIRING_ERROR);
        for (TimerProcess process : all) {
            assertThat(process.residentBytes()).isLessThan(MOST_RESIDENT);
        }

        watch.set(30 * TIMERS_A_SECOND, Instant.now().plusSeconds(1), Duration.ofSeconds(30));
        Instant strike = Instant.now().plusSeconds(3);
        run.watchUntil(() -> Instant.now().isAfter(strike));
        all.getFirst().kill();
        run.watchUntil(() -> watch.waiting() == 0);
        System.out.printf(
                "guarantee: one of two was killed, the latest timer %d ms late%n",
                watch.latest().toMillis());
        assertThat(watch.latest()).isLessThanOrEqualTo(EngineMain.SESSION.plusSeconds(5));
        assertThat(watch.wrong()).isEmpty();
    }

    private List<Long> mebibytes() throws IOException {
        var each = new ArrayList<Long>();
        for (TimerProcess process : all) {
            each.add(process.residentBytes() >> 20);
        }
        return each;
    }

    private void begin() throws IOException {
        TimerProcess process = run.standBy();
        all.add(process);
        run.begin(process);
    }
}
