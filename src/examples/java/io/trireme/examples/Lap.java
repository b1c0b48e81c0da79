package io.trireme.examples;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.HdrHistogram.ConcurrentHistogram;
import org.jspecify.annotations.Nullable;

/**
 * What became of one queue's tasks in a run of the demo.
 *
 * <p>The runner's threads write, the demo's thread reads; it is as exact as a histogram with three digits. Of the
 * failures it counts all and keeps the first few.
 */
final class Lap {
    private static final long LONGEST = TimeUnit.DAYS.toMicros(1);
    private static final int DIGITS = 3;
    private static final int REASONS_KEPT = 3;

    private final Consumer<@Nullable Object> results;
    private final ConcurrentHistogram times = new ConcurrentHistogram(LONGEST, DIGITS); // in microseconds
    private final LongAccumulator last = new LongAccumulator(Math::max, Long.MIN_VALUE);
    private final LongAdder rejected = new LongAdder();
    private final List<String> reasons = new ArrayList<>(); // guarded by itself

    /** @param results gets what the handlers return, on their threads */
    Lap(Consumer<@Nullable Object> results) {
        this.results = results;
    }

    void done(Duration time, @Nullable Object result) {
        results.accept(result);
        // A record's time is in milliseconds, and the clock may be set back.
        times.recordValue(Math.clamp(TimeUnit.NANOSECONDS.toMicros(time.toNanos()), 0, LONGEST));
        last.accumulate(System.nanoTime());
    }

    /** The handler said that the task cannot be done. */
    void rejected(String why) {
        rejected.increment();
        failed(why);
    }

    /** An attempt failed; another one may follow. */
    void failed(String why) {
        synchronized (reasons) {
            if (reasons.size() < REASONS_KEPT) {
                reasons.add(why);
            }
        }
    }

    /** Tasks done so far. */
    long done() {
        return times.getTotalCount();
    }

    /** Tasks rejected so far. */
    long rejected() {
        return rejected.sum();
    }

    /** When the last task so far was done, as {@link System#nanoTime} tells. */
    long last() {
        return last.get();
    }

    /** The time within which this share of the tasks were done. */
    Duration within(double percent) {
        return Duration.of(times.getValueAtPercentile(percent), TimeUnit.MICROSECONDS.toChronoUnit());
    }

    /** Why the first of them failed. */
    List<String> reasons() {
        synchronized (reasons) {
            return List.copyOf(reasons);
        }
    }
}
