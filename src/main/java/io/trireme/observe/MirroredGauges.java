package io.trireme.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.trireme.child.Measured;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the gauges of one child showed last, in the registry of its parent, for as long as the child lives. Under names and tags of
 * their own: a sum over children would mean nothing, the parent has a gauge of the same name as a rule, and all gauges of a name
 * must have the same tags.
 *
 * <p>Threading: one thread at a time; those that read gauges at any time.
 */
final class MirroredGauges implements AutoCloseable {
    /** In front of the name that a gauge has in the child. */
    static final String PREFIX = "child.";

    private final MeterRegistry registry;
    private final Tags child;
    private final Map<Key, Shown> all = new HashMap<>(); // as many as a child follows

    private record Key(String name, Map<String, String> tags) {}

    private static final class Value {
        private volatile double value; // written with the measures, read when somebody looks at the gauge
    }

    private record Shown(Value value, Gauge gauge) {}

    /** @param number of the child among those of its queue */
    MirroredGauges(MeterRegistry registry, String queue, int number) {
        this.registry = registry;
        this.child = Tags.of("queue", queue, "child", Integer.toString(number));
    }

    /** One that shows no number shows nothing: it may have been removed in the child. */
    void show(Measured one) {
        var key = new Key(one.name(), one.tags());
        if (Double.isNaN(one.amount())) {
            Optional.ofNullable(all.remove(key)).map(Shown::gauge).ifPresent(registry::remove);
        } else {
            all.computeIfAbsent(key, missing -> registered(one)).value.value = one.amount();
        }
    }

    private Shown registered(Measured one) {
        var value = new Value();
        Gauge gauge = Gauge.builder(PREFIX + one.name(), value, its -> its.value)
                .strongReference(true)
                .tags(ChildMeters.tags(one).and(child))
                .baseUnit(one.unit().orElse(null))
                .description(one.description().orElse(null))
                .register(registry);
        return new Shown(value, gauge);
    }

    /** The child is gone. */
    @Override
    public void close() {
        all.values().stream().map(Shown::gauge).forEach(registry::remove);
    }
}
