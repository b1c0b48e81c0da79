package io.trireme.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.schedule.EngineMain;
import io.trireme.testing.BrokerClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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

    private final TimerRun run = new TimerRun(BrokerClient.ofSharedBroker(), PATIENCE);
    private final TimerWatch watch = run.watch();

    @AfterEach
    void close() throws Exception {
        run.close();
    }

    @Test
    void timers_fire_once_and_in_time_though_the_processes_that_fire_them_are_killed() throws Exception {
        int kills = Length.times("guarantee.timer-kills", 2, 20);
        var random = new Random(Length.seed());
        var working = new ArrayList<>(List.of(run.standBy(), run.standBy()));
        TimerProcess next = run.standBy();
        for (TimerProcess process : working) {
            run.begin(process);
        }
        watch.set(TIMERS_A_SECOND, Instant.now(), Duration.ofSeconds(1));
        run.watchUntil(() -> watch.waiting() == 0); // what is struck is a pair that fires, not one that starts
        watch.set(5 * TIMERS_A_SECOND, Instant.now().plusSeconds(1), Duration.ofSeconds(5));
        for (int i = 0; i < kills; i++) {
            Instant burst = Instant.now().plusMillis(random.nextInt(1_000, 3_000));
            Instant strike = burst.plusMillis(random.nextInt(FIRING_MILLIS));
            watch.set(BURST, burst, Duration.ZERO);
            run.watchUntil(() -> Instant.now().isAfter(burst));
            watch.set(5 * TIMERS_A_SECOND, burst, Duration.ofSeconds(5)); // so that commands, too, are cut off
            run.watchUntil(() -> Instant.now().isAfter(strike));
            working.remove(random.nextInt(working.size())).kill();
            next.begin();
            working.add(next);
            next = run.standBy();
            run.watchUntil(working.getLast()::isRunning);
            run.watchUntil(() -> !watch.isOverdue(CAUGHT_UP));
        }
        run.watchUntil(() -> watch.waiting() == 0);
        Instant end = Instant.now().plus(CAUGHT_UP);
        run.watchUntil(() -> Instant.now().isAfter(end)); // what would come twice has had its time

        System.out.printf(
                "guarantee: %d kills; %d timers, the latest %d ms late%n",
                kills, watch.count(), watch.latest().toMillis());
        assertThat(watch.wrong()).isEmpty();
        assertThat(watch.latest()).isLessThanOrEqualTo(TAKEN_OVER);
    }
}
