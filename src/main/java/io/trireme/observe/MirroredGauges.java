package io.trireme.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.trireme.child.Measured;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    private final List<Gauge> gauges = new ArrayList<>();
    private final Map<Key, Shown> all = new HashMap<>(); // as many as a child follows

    private record Key(String name, Map<String, String> tags) {}

    private static final class Shown {
        private volatile double value; // written with the measures, read when somebody looks at the gauge
    }

    /** @param number of the child among those of its queue */
    MirroredGauges(MeterRegistry registry, String queue, int number) {
        this.registry = registry;
        this.child = Tags.of("queue", queue, "child", Integer.toString(number));
    }

    void show(Measured one) {
        all.computeIfAbsent(new Key(one.name(), one.tags()), missing -> registered(one)).value = one.amount();
    }

    private Shown registered(Measured one) {
        var shown = new Shown();
        gauges.add(Gauge.builder(PREFIX + one.name(), shown, its -> its.value)
                .strongReference(true)
                .tags(ChildMeters.tags(one).and(child))
                .baseUnit(one.unit().orElse(null))
                .description(one.description().orElse(null))
                .register(registry));
        return shown;
    }

    /** The child is gone. */
    @Override
    public void close() {
        gauges.forEach(registry::remove);
    }
}
