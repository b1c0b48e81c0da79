package io.trireme.observe;

import io.trireme.consume.QueueStatus;
import io.trireme.consume.QueueStatus.PartitionStatus;
import io.trireme.consume.QueueStatus.RunningAttempt;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** What a probe says of a queue: what it saw, for whoever reads it at three in the morning. */
final class QueueReport {
    /** From here on an attempt is worth a look at its stack. */
    private static final Duration LONG = Duration.ofSeconds(60);

    private QueueReport() {}

    static void add(HealthCheckResponseBuilder response, QueueStatus status) {
        String queue = status.queue();
        response.withData(queue + ".state", status.state().name().toLowerCase(Locale.ROOT));
        response.withData(queue + ".joined", status.joined());
        response.withData(queue + ".partitions", partitions(status.partitions()));
        response.withData(queue + ".in-flight", status.inFlight() + (status.full() ? " (full)" : ""));
        response.withData(queue + ".busy", status.busy());
        response.withData(queue + ".rate", "%.1f/s".formatted(status.rate()));
        response.withData(queue + ".last-turn", status.lastTurn().toMillis() + " ms ago");
        status.longest().ifPresent(longest -> add(response, queue, longest));
        status.trouble().ifPresent(trouble -> response.withData(queue + ".trouble", trouble));
    }

    private static void add(HealthCheckResponseBuilder response, String queue, RunningAttempt longest) {
        response.withData(
                queue + ".longest",
                "task %s at %s for %.1f s on %s"
                        .formatted(
                                longest.task(), longest.place(), longest.since().toMillis() / 1e3, longest.worker()));
        if (longest.since().compareTo(LONG) > 0) {
            Stacks.of(longest.worker()).ifPresent(stack -> response.withData(queue + ".longest.stack", stack));
        }
    }

    private static String partitions(List<PartitionStatus> partitions) {
        return partitions.stream()
                .map(PartitionStatus::partition)
                .sorted()
                .toList()
                .toString();
    }
}
