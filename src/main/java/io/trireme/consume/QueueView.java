package io.trireme.consume;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.trireme.consume.QueueStatus.PartitionStatus;
import io.trireme.run.Work;
import io.trireme.run.WorkerView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A queue as HTTP shows it.
 *
 * @param queue its name
 * @param partitions how many it has
 * @param depth records that are not settled up to the watermark, in all partitions
 * @param unsettled those that are not settled
 * @param drainRate tasks settled each second while there are any, by all processes: as last measured, or as configured
 * @param drainSeconds unsettled ÷ drainRate
 * @param oldestAgeSeconds how long ago the oldest unsettled task was published; 0 if there is none
 * @param process what the answering process does with it; absent if it does not work on it
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record QueueView(
        String queue,
        int partitions,
        long depth,
        long unsettled,
        double drainRate,
        double drainSeconds,
        double oldestAgeSeconds,
        Optional<Here> process) {

    static QueueView of(QueueFigures figures, Optional<Here> here) {
        return new QueueView(
                figures.queue(),
                figures.depth().partitions(),
                figures.depth().total(),
                figures.unsettled(),
                precise(figures.perSecond()),
                precise(figures.drainSeconds()),
                precise(figures.oldestAgeSeconds()),
                here);
    }

    private static double precise(double number) {
        return Math.round(number * 1000) / 1000.0;
    }

    /**
     * What the answering process does with a queue.
     *
     * @param name host and process id
     * @param paused whether nothing starts, since an operator paused the queue
     * @param assigned the numbers of its partitions
     * @param rate tasks settled each second, of late
     * @param secondsToDrain what lies in its partitions ÷ the rate; absent without a rate
     * @param oldestAgeSeconds the age of its oldest unsettled task
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Here(
            String name,
            String state,
            boolean paused,
            List<Integer> assigned,
            int inFlight,
            long inFlightBytes,
            boolean full,
            double rate,
            Optional<Double> secondsToDrain,
            Optional<Double> oldestAgeSeconds,
            Optional<String> trouble,
            Totals totals,
            WorkersView workers) {

        static Here of(
                String name,
                QueueStatus status,
                QueueStatus.Workers workers,
                Counters counters,
                QueueDepth depth,
                Instant now) {
            List<Integer> assigned =
                    status.partitions().stream().map(PartitionStatus::partition).toList();
            long unsettled = assigned.stream()
                    .mapToLong(partition -> depth.byPartition().getOrDefault(partition, 0L))
                    .sum();
            return new Here(
                    name,
                    status.state().name().toLowerCase(Locale.ROOT),
                    status.paused(),
                    assigned,
                    status.inFlight(),
                    status.inFlightBytes(),
                    status.full(),
                    rounded(status.rate()),
                    status.rate() > 0 ? Optional.of(rounded(unsettled / status.rate())) : Optional.empty(),
                    status.oldest().map(oldest -> seconds(Duration.between(oldest, now))),
                    status.trouble(),
                    Totals.of(counters),
                    WorkersView.of(workers));
        }

        private static double seconds(Duration age) {
            return Math.max(0, age.toMillis()) / 1000.0;
        }

        private static double rounded(double number) {
            return Math.round(number * 10) / 10.0;
        }
    }

    /** What happened since the process began. */
    record Totals(long started, long done, long retried, long dead, long cancelled, long abandoned) {
        static Totals of(Counters counters) {
            return new Totals(
                    counters.started().sum(),
                    counters.done().sum(),
                    counters.retried().sum(),
                    counters.dead().sum(),
                    counters.cancelled().sum(),
                    counters.abandoned().sum());
        }
    }

    /**
     * The workers of the answering process.
     *
     * @param limit how many may run something
     * @param started how many there are
     * @param busy how many of them run something
     * @param some by name, busy ones first, at most a bounded number
     */
    record WorkersView(int limit, int started, int busy, List<OneWorker> some) {
        static WorkersView of(QueueStatus.Workers workers) {
            return new WorkersView(
                    workers.limit(),
                    workers.started(),
                    workers.busy(),
                    workers.some().stream().map(OneWorker::of).toList());
        }
    }

    /** One worker: its thread's name, what it does, and where the task lies that it runs. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record OneWorker(String name, String state, Optional<String> task) {
        static OneWorker of(WorkerView worker) {
            return new OneWorker(
                    worker.name(),
                    worker.state().name().toLowerCase(Locale.ROOT),
                    worker.work().map(Work::toString));
        }
    }
}
