package io.trireme.control;

import io.trireme.consume.QueueOrders;
import io.trireme.consume.QueueStatus;
import io.trireme.consume.QueueStatus.RunningAttempt;
import io.trireme.consume.Revocations;
import java.util.List;

/**
 * What one process does with a queue, in its own words. That it answers says that it has applied all that was ordered before
 * it was asked: questions and orders lie in one partition, and are followed in their order.
 *
 * @param process host and process id
 * @param paused whether nothing starts
 * @param concurrency how many attempts may run at once
 * @param purging whether what lay in the queue at some time is dropped
 * @param revocations how many it follows, of all queues
 * @param busy how many attempts run
 * @param running those that have run for longest, at most {@link #MOST_LISTED}
 */
public record ProcessReport(
        String process,
        boolean paused,
        int concurrency,
        boolean purging,
        int revocations,
        int busy,
        List<RunningTask> running) {

    /** Attempts listed by a process at most; the count is in full. */
    public static final int MOST_LISTED = 100;

    public ProcessReport {
        running = List.copyOf(running);
    }

    static ProcessReport of(
            String process,
            QueueOrders orders,
            QueueStatus.Workers workers,
            Revocations revocations,
            List<RunningAttempt> running) {
        return new ProcessReport(
                process,
                orders.paused(),
                workers.limit(),
                orders.purge().isPresent(),
                revocations.size(),
                workers.busy(),
                running.stream().map(RunningTask::of).toList());
    }

    /**
     * An attempt that runs.
     *
     * @param task the task's id
     * @param type the task's type
     * @param attempt which try it is
     * @param seconds for how long it has run
     * @param thread the name of its thread
     * @param cancelled whether it was asked to stop and has not yet
     */
    public record RunningTask(String task, String type, int attempt, double seconds, String thread, boolean cancelled) {
        /** Characters of a name at most: a hundred of them have to fit in a record. */
        private static final int LONGEST = 300;

        static RunningTask of(RunningAttempt running) {
            return new RunningTask(
                    cut(running.task()),
                    cut(running.type()),
                    running.attempt(),
                    running.since().toMillis() / 1000.0,
                    cut(running.worker()),
                    running.cancelled());
        }

        private static String cut(String name) {
            return name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "…";
        }
    }
}
