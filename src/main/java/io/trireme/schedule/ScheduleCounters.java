package io.trireme.schedule;

import io.trireme.wire.LogBudget;
import java.time.Duration;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the schedule of this process counts. Written by Streams threads, read by meters; what an aborted transaction fired is
 * counted again.
 *
 * @param pending timers of the partitions that this process owns
 * @param fired tasks sent to their queues
 * @param lateMillis how late all of them were together
 * @param latestMillis how late the latest one was
 * @param cancelled timers cancelled
 * @param repeated second copies of retries
 * @param held looks at timers whose queue does not exist
 * @param unusable records that are no command
 * @param budget of log lines
 */
public record ScheduleCounters(
        LongAdder pending,
        LongAdder fired,
        LongAdder lateMillis,
        LongAccumulator latestMillis,
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
                new LongAccumulator(Math::max, 0),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LogBudget(System::nanoTime));
    }

    void fired(Duration late) {
        fired.increment();
        lateMillis.add(late.toMillis());
        latestMillis.accumulate(late.toMillis());
    }
}
