package io.trireme.observe;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.StartupEvent;
import io.trireme.TriremeConfig;
import io.trireme.state.Sights;
import io.trireme.state.StateCounters;
import io.trireme.state.StateRole;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;

/** The meters of the role {@code state}, where this process has it. */
@Singleton
@IfBuildProperty(name = "trireme.metrics.enabled", stringValue = "true", enableIfMissing = true)
class StateMeters {
    private final MeterRegistry registry;
    private final TriremeConfig config;
    private final StateRole role;
    private final InstantSource clock = InstantSource.system();

    StateMeters(MeterRegistry registry, TriremeConfig config, StateRole role) {
        this.registry = registry;
        this.config = config;
        this.role = role;
    }

    void onStart(@Observes StartupEvent event) {
        if (!config.roles().contains(TriremeConfig.Role.STATE)) {
            return;
        }
        StateCounters counters = role.counters();
        counters.commands((kind, count) -> FunctionCounter.builder("trireme.state.commands", count, LongAdder::sum)
                .description("Calls to shared objects, carried out")
                .tag("kind", kind)
                .register(registry));
        Gauge.builder("trireme.state.sessions", counters.sessions(), LongAdder::sum)
                .description("Processes that may hold something in the partitions that this process owns")
                .register(registry);
        counter(
                "trireme.state.sessions.expired",
                "Sessions not renewed, which lost what they held",
                counters.expired());
        counter("trireme.state.unusable", "Records that are no command, skipped", counters.unusable());
        counter("trireme.state.undelivered", "Answers that the brokers did not take", counters.undelivered());
        Gauge.builder("trireme.state.objects", counters.sights(), Sights::objects)
                .description("Shared objects not at rest, a thousand a partition at most, seen within ten seconds")
                .register(registry);
        age("trireme.state.waiting.max", "How long the call has waited that waits longest", Sights::oldestWaiter);
        age("trireme.state.held.max", "How long the lock is held that is held longest", Sights::heldSince);
    }

    private void age(String name, String description, ToLongFunction<Sights> since) {
        Gauge.builder(name, role.counters().sights(), sights -> {
                    long millis = since.applyAsLong(sights);
                    return millis == 0 ? 0 : Math.max(0, clock.millis() - millis) / 1e3;
                })
                .description(description)
                .baseUnit("seconds")
                .register(registry);
    }

    private void counter(String name, String description, LongAdder count) {
        FunctionCounter.builder(name, count, LongAdder::sum)
                .description(description)
                .register(registry);
    }
}
