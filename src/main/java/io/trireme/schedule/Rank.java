package io.trireme.schedule;

import io.trireme.wire.Headers;
import java.util.Optional;

/**
 * Which try of a task a retry is. A record leaves its queue once, for one return: a copy of it that is written because a worker
 * died before its commit has the same rank, whatever became of the task when it was run again. Returns count like attempts, and
 * snoozes too. Those after a redrive are above all those before it.
 *
 * @param redriven how often the task was put back from the dead letters
 * @param returns how often it will have come back; the number of the attempt to come for who counts no returns
 */
record Rank(int redriven, int returns) implements Comparable<Rank> {
    /** Of a task that is published again; none of one that is published for the first time. */
    static Optional<Rank> of(Timer timer) {
        return timer.header(Headers.ATTEMPT)
                .map(attempt -> new Rank(
                        timer.header(Headers.REDRIVEN).map(Integer::parseInt).orElse(0),
                        Integer.parseInt(timer.header(Headers.RETURNS).orElse(attempt))));
    }

    @Override
    public int compareTo(Rank other) {
        return redriven == other.redriven
                ? Integer.compare(returns, other.returns)
                : Integer.compare(redriven, other.redriven);
    }
}
