package io.trireme.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trireme.schedule.EngineMain;
import io.trireme.testing.BrokerClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Two processes fire a steady stream of timers; one of them is killed at random, again and again, and another one takes its
 * place. As a consumer of committed records sees it, each timer comes, once, not before its time, and no later than the other
 * process needs to take over.
 */
@Tag("guarantee")
@Isolated // two processors: what is measured here is how long it takes to fail over, not how long to start beside
// others
class TimerKillsIT {
    private static final int PARTITIONS = 4;
    private static final int TIMERS_A_SECOND = 200;

    /** Due at the same moment, so that a kill comes in the middle of firing. */
    private static final int BURST = 3_000;

    /** How long that takes, about. */
    private static final int FIRING_MILLIS = 250;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Firing goes on when nothing is later than this. */
    private static final Duration CAUGHT_UP = Duration.ofMillis(500);

    /** Of the promise: a dead owner's timers fire within this, beyond the time that it takes to know that it is dead. */
    private static final Duration TAKEN_OVER = EngineMain.SESSION.plus(Length.slack(Duration.ofSeconds(5)));

    private final BrokerClient broker = BrokerClient.ofSharedBroker();
    private final String queue = broker.createTopic(BrokerClient.uniqueName("timers"), PARTITIONS);
    private final Path directory = Path.of("target", "guarantee", queue);
    private final List<TimerProcess> all = new ArrayList<>();
    private final TimerWatch watch = new TimerWatch(broker.bootstrapServers(), queue, PARTITIONS);

    @AfterEach
    void close() throws Exception {
        for (TimerProcess process : all) {
            process.close();
        }
        watch.close();
        broker.close();
    }

    @Test
    void timers_fire_once_and_in_time_though_the_processes_that_fire_them_are_killed() throws Exception {
        int kills = Length.times("guarantee.timer-kills", 2, 60);
        var random = new Random(Length.seed());
        var working = new ArrayList<>(List.of(standBy(), standBy()));
        TimerProcess next = standBy();
        for (TimerProcess process : working) {
            begin(process);
        }
        watch.set(5 * TIMERS_A_SECOND, Instant.now().plusSeconds(1), Duration.ofSeconds(5));
        for (int i = 0; i < kills; i++) {
            Instant burst = Instant.now().plusMillis(random.nextInt(1_000, 3_000));
            Instant strike = burst.plusMillis(random.nextInt(FIRING_MILLIS));
            watch.set(BURST, burst, Duration.ZERO);
            watch(() -> Instant.now().isAfter(burst));
            watch.set(5 * TIMERS_A_SECOND, burst, Duration.ofSeconds(5)); // so that commands, too, are cut off
            watch(() -> Instant.now().isAfter(strike));
            working.remove(random.nextInt(working.size())).kill();
            next.begin();
            working.add(next);
            next = standBy();
            watch(working.getLast()::isRunning);
            watch(() -> !watch.isOverdue(CAUGHT_UP));
        }
        watch(() -> watch.waiting() == 0);
        Instant end = Instant.now().plus(CAUGHT_UP);
        watch(() -> Instant.now().isAfter(end)); // what would come twice has had its time

        System.out.printf(
                "guarantee: %d kills; %d timers, the latest %d ms late%n",
                kills, watch.count(), watch.latest().toMillis());
        assertThat(watch.wrong()).isEmpty();
        assertThat(watch.latest()).isLessThanOrEqualTo(TAKEN_OVER);
    }

    private TimerProcess standBy() throws IOException {
        var process = new TimerProcess(broker.bootstrapServers(), directory, all.size());
        all.add(process);
        return process;
    }

    private static void begin(TimerProcess process) throws IOException {
        await().atMost(PATIENCE).until(process::isReady);
        process.begin();
        await().atMost(PATIENCE).until(process::isRunning);
    }

    private void watch(Callable<Boolean> until) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .pollInSameThread()
                .until(() -> {
                    watch.look();
                    return until.call();
                });
    }
}
