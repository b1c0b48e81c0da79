package io.trireme.observe;

import io.trireme.consume.QueueStatus;
import io.trireme.consume.QueueStatus.PartitionStatus;
import io.trireme.consume.QueueStatus.RunningAttempt;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** What a probe says of a queue: what it saw, for whoever reads it at three in the morning. */
final class QueueReport {
    /** Stuck attempts told one by one; the meters have their number. */
    private static final int MOST_STUCK = 5;

    private QueueReport() {}

    static void add(HealthCheckResponseBuilder response, QueueStatus status) {
        String queue = status.queue();
        response.withData(queue + ".state", status.state().name().toLowerCase(Locale.ROOT));
        response.withData(queue + ".paused", status.paused());
        response.withData(queue + ".joined", status.joined());
        response.withData(queue + ".partitions", partitions(status.partitions()));
        response.withData(queue + ".in-flight", status.inFlight() + (status.full() ? " (full)" : ""));
        response.withData(queue + ".busy", status.busy());
        response.withData(queue + ".rate", "%.1f/s".formatted(status.rate()));
        response.withData(queue + ".last-turn", status.lastTurn().toMillis() + " ms ago");
        if (status.parked() > 0) {
            response.withData(queue + ".parked", status.parked());
        }
        if (status.suspects() > 0) {
            response.withData(queue + ".suspects", status.suspects());
        }
        status.longest().ifPresent(longest -> add(response, queue + ".longest", longest));
        int number = 1;
        for (RunningAttempt stuck :
                status.stuck().subList(0, Math.min(MOST_STUCK, status.stuck().size()))) {
            add(response, queue + ".stuck." + number++, stuck);
        }
        status.trouble().ifPresent(trouble -> response.withData(queue + ".trouble", trouble));
    }

    private static void add(HealthCheckResponseBuilder response, String name, RunningAttempt attempt) {
        response.withData(
                name,
                "task %s at %s for %.1f s on %s"
                        .formatted(
                                attempt.task(), attempt.place(), attempt.since().toMillis() / 1e3, attempt.worker()));
        attempt.stack().ifPresent(stack -> response.withData(name + ".stack", stack));
    }

    private static String partitions(List<PartitionStatus> partitions) {
        return partitions.stream()
                .map(PartitionStatus::partition)
                .sorted()
                .toList()
                .toString();
    }
}
