package io.trireme.consume;

import io.trireme.retry.RetryPolicy;
import io.trireme.wire.Headers;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What became of a task so far that is not settled: only those have one that failed or were snoozed.
 *
 * @param failed attempts that have failed
 * @param firstFailure when the first of them ended, as far as this process knows
 * @param snoozed for how long it was snoozed altogether
 */
record Tries(int failed, Optional<Instant> firstFailure, Duration snoozed) {
    static final Tries NONE = failedBefore(0);

    /** What an earlier owner of the partition tells: the count alone. */
    static Tries failedBefore(int failed) {
        return new Tries(failed, Optional.empty(), Duration.ZERO);
    }

    /**
     * What a task that came back by the schedule brings along, as far as it can be read. Anybody may write headers: a time
     * that nobody can have been snoozed for is none, since a sum with it overflows, or gives the task more than it may have.
     */
    static Tries broughtBy(ConsumerRecord<byte[], byte[]> record, int failed) {
        return new Tries(
                failed,
                read(record, Headers.FIRST_FAILURE, Instant::parse),
                read(record, Headers.SNOOZED, Duration::parse)
                        .filter(snoozed -> !snoozed.isNegative() && snoozed.compareTo(RetryPolicy.LONGEST) <= 0)
                        .orElse(Duration.ZERO));
    }

    private static <T> Optional<T> read(ConsumerRecord<byte[], byte[]> record, String name, Function<String, T> parse) {
        byte[] value = AttemptContext.header(record, name);
        try {
            return value == null
                    ? Optional.empty()
                    : Optional.of(parse.apply(new String(value, StandardCharsets.UTF_8)));
        } catch (DateTimeException foreign) {
            return Optional.empty();
        }
    }

    /** These, and what followed. */
    Tries and(Tries later) {
        return new Tries(failed + later.failed, firstFailure.or(later::firstFailure), snoozed.plus(later.snoozed));
    }

    Tries withFailure(Instant now) {
        return new Tries(failed + 1, firstFailure.or(() -> Optional.of(now)), snoozed);
    }

    Tries withSnooze(Duration pause) {
        return new Tries(failed, firstFailure, snoozed.plus(pause));
    }
}
