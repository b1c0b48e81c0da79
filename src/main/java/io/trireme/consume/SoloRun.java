package io.trireme.consume;

import io.trireme.run.Work;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One run of a suspect, alone: allowed by the poll thread, made by a worker, awaited by the poll thread.
 *
 * <p>Threading: as said at each method. Given to the attempt before that goes to the runner.
 */
final class SoloRun {
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean begun; // written by the worker, read by those who let attempts begin

    /** Whether the attempt begins alone, although others may not begin. Any thread. */
    static boolean isDue(Attempt attempt) {
        SoloRun run = attempt.solo();
        return run != null && !run.begun;
    }

    /** Makes the attempt, the first time alone. By the worker that has it. */
    Work of(Supplier<Work> attempt) {
        if (begun) {
            return attempt.get();
        }
        begun = true;
        try {
            return attempt.get();
        } finally {
            ended.countDown(); // the handler came back, and what followed from that is under way
        }
    }

    /** Whether it is over. Any thread. */
    boolean isEnded() {
        return ended.getCount() == 0;
    }

    /** Whether it ended within this time; an interrupt of the poll thread ends the wait. */
    boolean await(Duration atMost) {
        try {
            return ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
