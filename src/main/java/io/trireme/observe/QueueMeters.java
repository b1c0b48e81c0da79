package io.trireme.observe;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.StartupEvent;
import io.trireme.consume.Consumers;
import io.trireme.consume.Counters;
import io.trireme.consume.QueueStatus;
import io.trireme.publish.KafkaPublisher;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/**
 * The meters of the queues that this process works on. All of them read what is counted anyway, when somebody looks: a
 * task pays nothing for them.
 */
@Singleton
@IfBuildProperty(name = "trireme.metrics.enabled", stringValue = "true", enableIfMissing = true)
class QueueMeters {
    private static final String QUEUE = "queue";
    private static final int AFTER_THE_CONSUMERS = 5_000;

    private final MeterRegistry registry;
    private final Consumers consumers;
    private final KafkaPublisher publisher;
    private final TaskDurations durations;
    private final InstantSource clock = InstantSource.system();

    QueueMeters(MeterRegistry registry, Consumers consumers, KafkaPublisher publisher, TaskDurations durations) {
        this.registry = registry;
        this.consumers = consumers;
        this.publisher = publisher;
        this.durations = durations;
    }

    void onStart(@Observes @Priority(AFTER_THE_CONSUMERS) StartupEvent event) {
        publisher.watchPublished(
                (queue, count) -> counter("trireme.tasks.published", "Tasks the brokers took", queue, count));
        for (String queue : consumers.queues()) {
            consumers.counters(queue).ifPresent(counters -> bindCounters(queue, counters));
            bindDurations(queue, durations.of(queue));
            bindStatus(queue, new RecentStatus(() -> consumers.status(queue), System::nanoTime));
        }
    }

    private void bindCounters(String queue, Counters counters) {
        counter("trireme.tasks.started", "Attempts that reached a handler", queue, counters.started());
        settled(queue, "done", counters.done());
        settled(queue, "dead", counters.dead());
        settled(queue, "retried", counters.retried());
        settled(queue, "snoozed", counters.snoozed());
        settled(queue, "expired", counters.expired());
        settled(queue, "cancelled", counters.cancelled());
        settled(queue, "abandoned", counters.abandoned());
        counter(
                "trireme.attempts.timed.out",
                "Attempts that ran for longer than the timeout",
                queue,
                counters.timedOut());
        counter("trireme.attempts.stuck", "Attempts that did not stop at the timeout", queue, counters.stuck());
        counter(
                "trireme.suspects.run",
                "Tasks run alone since they may have killed a process",
                queue,
                counters.ranAlone());
        counter(
                "trireme.suspects.deaths",
                "Deaths of processes while tasks ran alone, one for each partition that had one",
                queue,
                counters.deaths());
        counter("trireme.settlements.held", "Settling writes to be tried again", queue, counters.heldUp());
        counter("trireme.settlements.broken", "Tasks whose settlement threw", queue, counters.unsettled());
    }

    private void settled(String queue, String outcome, LongAdder count) {
        FunctionCounter.builder("trireme.tasks.settled", count, LongAdder::sum)
                .description(
                        "Attempts by outcome: done, dead, expired and cancelled settle their task, the others do not")
                .tag(QUEUE, queue)
                .tag("outcome", outcome)
                .register(registry);
    }

    private void counter(String name, String description, String queue, LongAdder count) {
        FunctionCounter.builder(name, count, LongAdder::sum)
                .description(description)
                .tag(QUEUE, queue)
                .register(registry);
    }

    private void bindDurations(String queue, Durations measured) {
        FunctionTimer.builder(
                        "trireme.task.duration", measured, Durations::count, Durations::nanos, TimeUnit.NANOSECONDS)
                .description("How long attempts take")
                .tag(QUEUE, queue)
                .register(registry);
        Gauge.builder("trireme.task.duration.max", measured, Durations::longestSeconds)
                .description("The longest attempt of the last minute or two")
                .baseUnit("seconds")
                .tag(QUEUE, queue)
                .register(registry);
    }

    private void bindStatus(String queue, RecentStatus status) {
        gauge("trireme.tasks.in.flight", "Tasks held, unsettled", queue, status, QueueStatus::inFlight);
        gauge("trireme.tasks.in.flight.bytes", "Their bytes", queue, status, QueueStatus::inFlightBytes);
        gauge(
                "trireme.tasks.parked",
                "Waiting for a retry, or behind one that does",
                queue,
                status,
                QueueStatus::parked);
        gauge(
                "trireme.suspects",
                "Tasks that may have killed a process and wait to be run alone",
                queue,
                status,
                QueueStatus::suspects);
        gauge("trireme.workers.stuck", "Attempts past their timeout that do not stop", queue, status, now -> now.stuck()
                .size());
        gauge("trireme.workers.busy", "Attempts running", queue, status, QueueStatus::busy);
        gauge("trireme.queue.rate", "Tasks settled each second, of late", queue, status, QueueStatus::rate);
        Gauge.builder("trireme.watermark.age", status, recent -> recent.get()
                        .flatMap(QueueStatus::oldest)
                        .map(this::ageInSeconds)
                        .orElse(0.0))
                .description("How long ago the oldest unsettled task was published")
                .baseUnit("seconds")
                .tag(QUEUE, queue)
                .strongReference(true)
                .register(registry);
    }

    private double ageInSeconds(Instant published) {
        return Duration.between(published, clock.instant()).toMillis() / 1e3;
    }

    private void gauge(
            String name, String description, String queue, RecentStatus status, ToDoubleFunction<QueueStatus> what) {
        Gauge.builder(name, status, recent -> recent.get()
                        .map(what::applyAsDouble)
                        .orElse(Double.NaN))
                .description(description)
                .tag(QUEUE, queue)
                .strongReference(true)
                .register(registry);
    }
}
