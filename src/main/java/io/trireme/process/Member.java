package io.trireme.process;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One place in a crew, and the process that has it now.
 *
 * <p>Threading: the supervisor's thread changes it; probes read it.
 */
final class Member {
    /** For so long a process that does not answer yet is taken to be starting. */
    private static final Duration STARTING = Duration.ofMinutes(1);

    private final int number;
    private final RestartBudget budget;
    private volatile @Nullable Running running; // written by the supervisor's thread
    private volatile int restarts; // the same

    /** A process, where its management listens, and when it was started, in nanoTime. */
    record Running(Process process, int port, long since) {}

    /** @param number from 1 */
    Member(int number, RestartBudget budget) {
        this.number = number;
        this.budget = budget;
    }

    int number() {
        return number;
    }

    int restarts() {
        return restarts;
    }

    void started(Running now) {
        running = now;
    }

    /** The process has ended. The pause before another one takes its place; empty when none does. */
    Optional<Duration> ended(long nanoTime) {
        running = null;
        Optional<Duration> pause = budget.spend(nanoTime);
        if (pause.isPresent()) {
            restarts++;
        }
        return pause;
    }

    /** The process that has the place; empty between two of them. */
    Optional<Running> running() {
        return Optional.ofNullable(running);
    }

    /** Whether it may still be starting. */
    static boolean isStarting(Running one, long nanoTime) {
        return nanoTime - one.since() < STARTING.toNanos();
    }
}
