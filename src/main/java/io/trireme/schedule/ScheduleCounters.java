package io.trireme.schedule;

import io.trireme.wire.LogBudget;
import io.trireme.wire.RecentMax;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the schedule of this process counts. Written by Streams threads, read by meters; what an aborted transaction fired is
 * counted again.
 *
 * @param pending timers of the partitions that this process owns
 * @param fired tasks sent to their queues
 * @param lateMillis how late all of them were together
 * @param latestMillis how late the latest one of the last minute or two was
 * @param cancelled timers cancelled
 * @param repeated second copies of retries
 * @param held looks at timers whose queue does not exist, or takes no record so large
 * @param unusable records that are no command
 * @param budget of log lines
 */
public record ScheduleCounters(
        LongAdder pending,
        LongAdder fired,
        LongAdder lateMillis,
        RecentMax latestMillis,
        LongAdder cancelled,
        LongAdder repeated,
        LongAdder held,
        LongAdder unusable,
        LogBudget budget) {
    ScheduleCounters() {
        this(
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new RecentMax(System::nanoTime),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LogBudget(System::nanoTime));
    }

    void fired(Duration late) {
        fired.increment();
        lateMillis.add(late.toMillis());
        latestMillis.add(late.toMillis());
    }
}
