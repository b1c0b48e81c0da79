package io.trireme.wire;

import io.quarkus.runtime.configuration.DurationConverter;
import io.trireme.Fault;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Points in time as people write them: RFC 3339, or a duration from now like {@code 10s}, {@code 5m}, {@code 2h}. */
public final class Moments {
    /** A hundred years: beyond it nobody means what is written. */
    private static final long LONGEST_DAYS = 36_525;

    private Moments() {}

    /**
     * A point in time to come, or so long from now.
     *
     * @throws io.trireme.TriremeException {@link Fault#MOMENT_WRONG}; also when it has passed
     */
    public static Instant ahead(String text, Instant now) {
        return instant(text)
                .or(() -> duration(text).map(now::plus))
                .filter(now::isBefore)
                .orElseThrow(() -> Fault.MOMENT_WRONG.because(text));
    }

    /**
     * A point in time, or so long ago.
     *
     * @throws io.trireme.TriremeException {@link Fault#MOMENT_WRONG}
     */
    public static Instant past(String text, Instant now) {
        return instant(text)
                .or(() -> duration(text).map(now::minus))
                .orElseThrow(() -> Fault.MOMENT_WRONG.because(text));
    }

    /**
     * A length of time.
     *
     * @throws io.trireme.TriremeException {@link Fault#MOMENT_WRONG}
     */
    public static Duration length(String text) {
        return duration(text).orElseThrow(() -> Fault.MOMENT_WRONG.because(text));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException another) {
            return Optional.empty();
        }
    }

    /** A duration like {@code 10s}, no shorter than nothing; empty if the text is none. */
    public static Optional<Duration> duration(String text) {
        try {
            return Optional.ofNullable(DurationConverter.parseDuration(text))
                    .filter(duration -> !duration.isNegative() && duration.toDays() < LONGEST_DAYS);
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException notADuration) {
            return Optional.empty();
        }
    }
}
