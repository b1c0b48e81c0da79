package io.trireme.observe;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.StartupEvent;
import io.trireme.TriremeConfig;
import io.trireme.schedule.ScheduleCounters;
import io.trireme.schedule.ScheduleRole;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** The meters of the role {@code schedule}, where this process has it. */
@Singleton
@IfBuildProperty(name = "trireme.metrics.enabled", stringValue = "true", enableIfMissing = true)
class ScheduleMeters {
    private final MeterRegistry registry;
    private final TriremeConfig config;
    private final ScheduleRole role;

    ScheduleMeters(MeterRegistry registry, TriremeConfig config, ScheduleRole role) {
        this.registry = registry;
        this.config = config;
        this.role = role;
    }

    void onStart(@Observes StartupEvent event) {
        if (!config.roles().contains(TriremeConfig.Role.SCHEDULE)) {
            return;
        }
        ScheduleCounters counters = role.counters();
        Gauge.builder("trireme.timers.pending", counters.pending(), LongAdder::sum)
                .description("Timers of the partitions that this process owns")
                .register(registry);
        FunctionTimer.builder(
                        "trireme.timers.fired",
                        counters,
                        all -> all.fired().sum(),
                        all -> all.lateMillis().sum(),
                        TimeUnit.MILLISECONDS)
                .description("Timers fired, and how late")
                .register(registry);
        Gauge.builder(
                        "trireme.timers.late.max",
                        counters,
                        all -> all.latestMillis().get() / 1e3)
                .description("How late the latest timer of the last minute or two was fired")
                .baseUnit("seconds")
                .register(registry);
        counter("trireme.timers.cancelled", "Timers cancelled", counters.cancelled());
        counter("trireme.timers.repeated", "Second copies of retries, ignored", counters.repeated());
        counter("trireme.timers.held", "Looks at due timers that their queues cannot take", counters.held());
        counter("trireme.timers.unusable", "Records that are no command, skipped", counters.unusable());
    }

    private void counter(String name, String description, LongAdder count) {
        FunctionCounter.builder(name, count, LongAdder::sum)
                .description(description)
                .register(registry);
    }
}
