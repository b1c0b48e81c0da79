package io.trireme.process;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * How often a process that ends may be started again, and how soon: the longer, the more often it ended of late. Pure, but
 * for what it remembers.
 *
 * <p>Not thread-safe.
 */
final class RestartBudget {
    /** Restarts are forgotten after this. */
    static final Duration WINDOW = Duration.ofMinutes(5);

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final int most;
    private final Deque<Long> spent = new ArrayDeque<>(); // when, in nanoTime; at most so many

    /** @param most restarts within the window */
    RestartBudget(int most) {
        this.most = most;
    }

    /** The pause before the process is started again; empty when the budget is spent. */
    Optional<Duration> spend(long nanoTime) {
        while (!spent.isEmpty() && nanoTime - spent.getFirst() > WINDOW.toNanos()) {
            spent.removeFirst();
        }
        if (spent.size() >= most) {
            return Optional.empty();
        }
        Duration pause = FIRST.multipliedBy(1L << Math.min(spent.size(), Integer.SIZE));
        spent.addLast(nanoTime);
        return Optional.of(pause.compareTo(LONGEST) < 0 ? pause : LONGEST);
    }
}
