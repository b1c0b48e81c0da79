package io.trireme.testing;

import java.util.Optional;

/**
 * One operation of a history, as its caller saw it.
 *
 * @param called when it was called, on any clock that all callers share
 * @param returned when it returned, or {@link #NEVER}
 * @param input what was asked
 * @param output what was answered; empty if the caller does not know, so that it may have happened at any time, or not
 */
public record Operation<I, O>(long called, long returned, I input, Optional<O> output) {
    public static final long NEVER = Long.MAX_VALUE;

    public static <I, O> Operation<I, O> known(long called, long returned, I input, O output) {
        return new Operation<>(called, returned, input, Optional.of(output));
    }

    /** Its caller died, or gave up. */
    public static <I, O> Operation<I, O> unknown(long called, I input) {
        return new Operation<>(called, NEVER, input, Optional.empty());
    }
}
