package io.trireme.deadletter;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How dead letters are put back.
 *
 * @param dryRun only counts
 * @param rate most tasks put back each second
 * @param to the queue that they go to; the one that they came from unless given
 */
public record Redrive(boolean dryRun, OptionalDouble rate, Optional<String> to) {
    /** All at once, to where they came from. */
    public static final Redrive AT_ONCE = new Redrive(false, OptionalDouble.empty(), Optional.empty());

    /** @throws IllegalArgumentException when the rate is not above nothing */
    public Redrive {
        if (rate.isPresent() && !(rate.getAsDouble() > 0)) {
            throw new IllegalArgumentException("a rate is above 0 tasks a second, not " + rate.getAsDouble());
        }
    }
}
