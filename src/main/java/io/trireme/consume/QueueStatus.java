package io.trireme.consume;

import io.trireme.run.WorkerView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What this process knows of one queue that it works on, at one moment.
 *
 * @param queue the queue's name
 * @param state what its consumer does
 * @param paused whether nothing starts, since an operator paused the queue
 * @param joined whether the group has this process as a member
 * @param partitions the partitions assigned to this process
 * @param inFlight tasks held, unsettled
 * @param inFlightBytes their bytes
 * @param full whether intake is paused at a bound
 * @param busy attempts running
 * @param rate tasks settled each second, of late
 * @param lastTurn how long ago the poll loop turned
 * @param parked tasks that wait for a retry, and those behind them
 * @param suspects tasks that may have killed their process and wait to be run alone
 * @param stuck attempts that were interrupted at their timeout and have not stopped
 * @param longest the attempt that has run for longest
 * @param trouble what holds the queue up, if anything does
 */
public record QueueStatus(
        String queue,
        State state,
        boolean paused,
        boolean joined,
        List<PartitionStatus> partitions,
        int inFlight,
        long inFlightBytes,
        boolean full,
        int busy,
        double rate,
        Duration lastTurn,
        int parked,
        int suspects,
        List<RunningAttempt> stuck,
        Optional<RunningAttempt> longest,
        Optional<String> trouble) {

    /** What a consumer does. */
    public enum State {
        /** Polls and works. */
        RUNNING,
        /** Finishes what runs and takes nothing new. */
        DRAINING,
        /** Ended, as it was asked to. */
        STOPPED,
        /** Ended by a fault that it could not mend; {@code trouble} says which. */
        FAILED
    }

    /** When the first unsettled task held by this process was published, as far as its batch tells. */
    public Optional<Instant> oldest() {
        return partitions.stream()
                .flatMap(partition -> partition.oldest().stream())
                .min(Instant::compareTo);
    }

    /**
     * One partition assigned to this process.
     *
     * @param partition its number
     * @param watermark the first offset that a restart must read again
     * @param position the next offset to fetch
     * @param ahead settled offsets beyond the watermark
     * @param oldest when the batch with the first unsettled task was published
     * @param paused whether its intake is paused at {@code max-ahead}
     */
    public record PartitionStatus(
            int partition, long watermark, long position, int ahead, Optional<Instant> oldest, boolean paused) {}

    /**
     * An attempt that runs now.
     *
     * @param task the task's id
     * @param type the task's type
     * @param attempt which try it is
     * @param cancelled whether it was revoked while it ran
     * @param place topic, partition and offset
     * @param worker the name of its thread
     * @param since how long it has been running
     * @param stack where its thread is, the innermost frame first; only of one that has run for long
     */
    public record RunningAttempt(
            String task,
            String type,
            int attempt,
            boolean cancelled,
            String place,
            String worker,
            Duration since,
            Optional<String> stack) {
        /** From here on an attempt is worth a look at its stack. */
        private static final Duration LONG = Duration.ofSeconds(5);

        /** What is to be said of an attempt that runs; empty when it ended meanwhile. Any thread. */
        static Optional<RunningAttempt> of(Attempt attempt, WorkerView worker, Duration since) {
            ConsumerRecord<byte[], byte[]> held = attempt.held();
            if (held == null) {
                return Optional.empty();
            }
            return Optional.of(new RunningAttempt(
                    AttemptContext.id(held),
                    attempt.type(held),
                    attempt.number(),
                    attempt.isToStop(),
                    attempt.toString(),
                    worker.name(),
                    since,
                    since.compareTo(LONG) > 0 ? worker.stack() : Optional.empty()));
        }
    }

    /** The workers of one queue in this process; {@code limit} of them may run something. */
    public record Workers(int limit, int started, int busy, List<WorkerView> some) {}
}
