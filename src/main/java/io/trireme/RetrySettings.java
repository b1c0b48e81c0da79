package io.trireme;

import io.smallrye.config.WithDefault;
import io.trireme.TriremeConfig.Overflow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What happens when an attempt fails, under {@code retry.}; a part of {@link TriremeConfig}. */
public interface RetrySettings {
    /** Most attempts for one task; 1 switches retries off. */
    @WithDefault("5")
    int maxAttempts();

    /** The pause after the first failed attempt. */
    @WithDefault("1s")
    Duration delay();

    /** What each further pause is longer by; 1 keeps it constant. */
    @WithDefault("2")
    double factor();

    /** The longest pause. */
    @WithDefault("5m")
    Duration maxDelay();

    /** The share of each pause, from 0 to 1, of which a random part is left out. */
    @WithDefault("0.5")
    double jitter();

    /** Exception classes that are not worth another attempt, nor are their subclasses: dead letters at once. */
    Optional<List<String>> abortOn();

    /** Where a failed task waits: {@code in-place}, in its process and lane, or {@code delayed}, in {@code trireme.schedule}, at the price of its key's order. Unless given: delayed if the queue is {@code unordered} and somebody has the role {@code schedule}, else in place. */
    Optional<Mode> mode();

    /** Most time that one task may be snoozed for altogether; beyond it a snooze counts as a failed attempt. */
    @WithDefault("1d")
    Duration maxSnooze();

    /** The share of {@code max-in-flight} that tasks waiting for a retry, and those behind them, may take. */
    @WithDefault("0.8")
    double parkedShare();

    /** What happens beyond that share: {@code pause} the intake, or {@code dead-letter} what waits for a retry. */
    @WithDefault("pause")
    Overflow overflow();

    /** Where a failed task waits for its next attempt. */
    enum Mode {
        /** In {@code trireme.schedule}: it leaves the process, and whoever has the partition that it comes back to goes on. */
        DELAYED,
        /** In the process that has its partition, holding its lane. */
        IN_PLACE
    }

    /** What one queue has otherwise than {@link RetrySettings}. */
    interface QueueRetry {
        /** Most attempts for one task. */
        OptionalInt maxAttempts();

        /** The pause after the first failed attempt. */
        Optional<Duration> delay();

        /** What each further pause is longer by. */
        OptionalDouble factor();

        /** The longest pause. */
        Optional<Duration> maxDelay();

        /** The share of each pause of which a random part is left out. */
        OptionalDouble jitter();

        /** Exception classes that are not worth another attempt. */
        Optional<List<String>> abortOn();

        /** Where a failed task waits for its next attempt. */
        Optional<Mode> mode();

        /** Most time that one task may be snoozed for altogether. */
        Optional<Duration> maxSnooze();

        /** The share of {@code max-in-flight} that tasks waiting for a retry, and those behind them, may take. */
        OptionalDouble parkedShare();

        /** What happens beyond that share. */
        Optional<Overflow> overflow();
    }
}
