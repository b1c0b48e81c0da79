package io.trireme.streams;

import java.util.function.Supplier;
import org.apache.kafka.common.utils.Time;

/**
 * The time that Kafka Streams goes by: it began with the system's clock and only ever goes forward, as fast as time passes. On
 * the system's clock, set back by an hour, punctuators and commits would stand still for an hour. Any thread.
 */
final class ElapsedTime implements Time {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final long begunMillis = Time.SYSTEM.milliseconds();
    private final long begunNanos = Time.SYSTEM.nanoseconds();

    @Override
    public long milliseconds() {
        return begunMillis + (nanoseconds() - begunNanos) / NANOS_PER_MILLI;
    }

    @Override
    public long nanoseconds() {
        return Time.SYSTEM.nanoseconds();
    }

    @Override
    public void sleep(long millis) {
        Time.SYSTEM.sleep(millis);
    }

    /** Waits as the system's time does, which measures by nanoseconds too once it knows how long. */
    @Override
    public void waitObject(Object object, Supplier<Boolean> condition, long deadlineMillis)
            throws InterruptedException {
        Time.SYSTEM.waitObject(object, condition, Time.SYSTEM.milliseconds() + deadlineMillis - milliseconds());
    }
}
