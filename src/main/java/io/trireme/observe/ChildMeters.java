package io.trireme.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.StartupEvent;
import io.trireme.TriremeConfig;
import io.trireme.child.Measured;
import io.trireme.child.Measures;
import io.trireme.wire.LogBudget;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Carries what handlers count, time, sum up and show in child processes to the registry of their parent, which alone publishes
 * it. A child's other registries are closed, so that nothing is published twice.
 *
 * <p>Threading: as {@link Measures} says; meters are added by any thread.
 */
@Singleton
@IfBuildProperty(name = "trireme.metrics.enabled", stringValue = "true", enableIfMissing = true)
class ChildMeters implements Measures {
    private static final Logger LOG = Logger.getLogger(ChildMeters.class);
    private static final int BEFORE_THE_APPLICATION = 100;

    /** Of so many recordings of a timer at once each is made one by one, with their mean; more is cut. */
    private static final long MOST_RECORDINGS = 100_000;

    private final MeterRegistry registry;
    private final FollowedMeters followed;
    private final LogBudget budget = new LogBudget(System::nanoTime);

    @Inject
    ChildMeters(MeterRegistry registry) {
        this(registry, System::nanoTime);
    }

    ChildMeters(MeterRegistry registry, LongSupplier nanoTime) {
        this.registry = registry;
        this.followed = new FollowedMeters(nanoTime);
    }

    void onStart(@Observes @Priority(BEFORE_THE_APPLICATION) StartupEvent event, TriremeConfig config) {
        if (config.roles().contains(TriremeConfig.Role.CHILD)) {
            follow();
        }
    }

    /** Counts what is recorded from now on, in a registry that only adds up, and nowhere else. */
    void follow() {
        if (registry instanceof CompositeMeterRegistry all) {
            for (MeterRegistry other : Set.copyOf(all.getRegistries())) {
                all.remove(other);
                other.close();
            }
            var sums = new SimpleMeterRegistry();
            sums.config().onMeterAdded(followed::add).onMeterRemoved(followed::remove);
            all.add(sums);
        }
    }

    @Override
    public List<Measured> taken() {
        return followed.taken();
    }

    @Override
    public OfChild of(String queue, int number) {
        return new Received(new MirroredGauges(registry, queue, number));
    }

    /** Adds what one child counted to the meters of the same names, and shows what its gauges do. */
    private final class Received implements OfChild {
        private final MirroredGauges gauges;

        private Received(MirroredGauges gauges) {
            this.gauges = gauges;
        }

        @Override
        public void add(List<Measured> measured) {
            for (Measured one : measured) {
                try {
                    ChildMeters.this.add(one, gauges);
                } catch (RuntimeException refused) { // a name that this process gave to another kind of meter
                    if (budget.allows()) {
                        LOG.warnf("What a child process measured as %s is lost: %s", one.name(), refused.getMessage());
                    }
                }
            }
        }

        @Override
        public void close() {
            gauges.close();
        }
    }

    private void add(Measured one, MirroredGauges gauges) {
        String unit = one.unit().orElse(null);
        String description = one.description().orElse(null);
        Tags tags = tags(one);
        long times = Math.min(one.count(), MOST_RECORDINGS);
        switch (one.kind()) {
            case COUNTER ->
                Counter.builder(one.name())
                        .tags(tags)
                        .baseUnit(unit)
                        .description(description)
                        .register(registry)
                        .increment(one.amount());
            case TIMER -> {
                Timer timer = Timer.builder(one.name())
                        .tags(tags)
                        .description(description)
                        .register(registry);
                for (long i = 0; i < times; i++) {
                    timer.record((long) (one.amount() / times), TimeUnit.NANOSECONDS);
                }
            }
            case SUMMARY -> {
                DistributionSummary summary = DistributionSummary.builder(one.name())
                        .tags(tags)
                        .baseUnit(unit)
                        .description(description)
                        .register(registry);
                for (long i = 0; i < times; i++) {
                    summary.record(one.amount() / times);
                }
            }
            case GAUGE -> gauges.show(one);
        }
    }

    /** As the meters' library has them. */
    static Tags tags(Measured one) {
        return Tags.of(one.tags().entrySet().stream()
                .map(tag -> Tag.of(tag.getKey(), tag.getValue()))
                .toList());
    }
}
