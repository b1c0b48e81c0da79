package io.trireme.consume;

import io.trireme.Fault;
import io.trireme.schedule.ScheduleReach;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Sees to it that retries which are to leave the process have somebody to go to: now or, where that is left open, later. Used by the
 * thread that starts the consumers.
 */
final class ScheduleSearch {
    private static final Duration LOOKS_AGAIN_AFTER = Duration.ofSeconds(5);

    private ScheduleSearch() {}

    /**
     * Looks for who holds timers, and goes on looking now and then.
     *
     * @param most how long it waits for somebody, if one of the queues cannot do without
     * @param timer looks again
     * @throws io.trireme.TriremeException {@link Fault#SCHEDULE_UNREACHABLE} if nobody comes
     */
    static void begin(List<QueueSettings> queues, ScheduleReach reach, Duration most, ScheduledExecutorService timer) {
        if (queues.stream().noneMatch(QueueSettings::mayDelay)) {
            return;
        }
        queues.stream()
                .filter(QueueSettings::mayDelay)
                .map(QueueSettings::queue)
                .forEach(reach::follow);
        Optional<QueueSettings> must =
                queues.stream().filter(QueueSettings::mustDelay).findFirst();
        if (must.isPresent() && !reach.await(most)) {
            throw Fault.SCHEDULE_UNREACHABLE.because(
                    must.get().queue(), Topics.scheduleGroup(), most.toSeconds() + " s");
        }
        timer.scheduleWithFixedDelay(reach::look, 0, LOOKS_AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS);
    }
}
