package io.trireme.schedule;

import io.trireme.wire.Headers;
import java.util.Optional;

/**
 * Which try of a task a retry is: those after a redrive are above all those before it, since attempts are counted anew.
 *
 * @param redriven how often the task was put back from the dead letters
 * @param attempt the number of the attempt to come
 */
record Rank(int redriven, int attempt) implements Comparable<Rank> {
    /** Of a task that is published again; none of one that is published for the first time. */
    static Optional<Rank> of(Timer timer) {
        return timer.header(Headers.ATTEMPT)
                .map(attempt -> new Rank(
                        timer.header(Headers.REDRIVEN).map(Integer::parseInt).orElse(0), Integer.parseInt(attempt)));
    }

    @Override
    public int compareTo(Rank other) {
        return redriven == other.redriven
                ? Integer.compare(attempt, other.attempt)
                : Integer.compare(redriven, other.redriven);
    }
}
