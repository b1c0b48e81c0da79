package io.trireme.publish;

import io.quarkus.runtime.configuration.DurationConverter;
import io.trireme.Fault;
import io.trireme.Task;
import io.trireme.wire.Headers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** How people say that tasks are to run later: {@code delay=30s} or {@code at=2030-01-31T12:00:00Z}. */
final class Lateness {
    private Lateness() {}

    /**
     * The header that asks the publisher for it; none if nothing is said.
     *
     * @throws io.trireme.TriremeException {@link Fault#DELAY_WRONG}; also when both are said
     */
    static Map<String, String> headers(Optional<String> delay, Optional<String> at) {
        if (delay.isPresent() && at.isPresent()) {
            throw wrong(delay.get() + "' and '" + at.get());
        }
        if (delay.isPresent()) {
            return Map.of(Headers.DELAY, delay(delay.get()).toString());
        }
        return at.map(text -> Map.of(Headers.DUE, moment(text).toString())).orElseGet(Map::of);
    }

    private static Duration delay(String text) {
        Duration delay;
        try {
            delay = DurationConverter.parseDuration(text);
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException notADuration) {
            throw wrong(text);
        }
        if (delay == null || delay.isNegative() || delay.compareTo(Task.LONGEST_DELAY) > 0) {
            throw wrong(text);
        }
        return delay;
    }

    private static Instant moment(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException notAMoment) {
            throw wrong(text);
        }
    }

    private static RuntimeException wrong(String text) {
        return Fault.DELAY_WRONG.because(text, Task.LONGEST_DELAY.toDays());
    }
}
