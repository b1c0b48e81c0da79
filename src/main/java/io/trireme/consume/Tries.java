package io.trireme.consume;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

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

    Tries withFailure(Instant now) {
        return new Tries(failed + 1, firstFailure.or(() -> Optional.of(now)), snoozed);
    }

    Tries withSnooze(Duration pause) {
        return new Tries(failed, firstFailure, snoozed.plus(pause));
    }
}
