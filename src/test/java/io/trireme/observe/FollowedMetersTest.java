package io.trireme.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trireme.child.Measured;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FollowedMetersTest {
    private static final long MILLISECOND = 1_000_000;

    private final AtomicLong clock = new AtomicLong();
    private final AtomicLong depth = new AtomicLong(7);
    private final FollowedMeters followed = new FollowedMeters(clock::get);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    FollowedMetersTest() {
        registry.config().onMeterAdded(followed::add);
    }

    @Test
    void what_a_gauge_shows_is_told_when_it_has_changed() {
        Gauge.builder("depth", depth::get).register(registry);
        Gauge.builder("nothing", () -> Double.NaN).register(registry);

        assertThat(followed.taken())
                .singleElement()
                .extracting(Measured::amount)
                .isEqualTo(7.0);
        assertThat(followed.taken()).isEmpty();
        depth.set(0);
        assertThat(followed.taken())
                .singleElement()
                .extracting(Measured::amount)
                .isEqualTo(0.0);
    }

    @Test
    void gauges_that_take_long_are_asked_rarely() {
        Gauge.builder("depth", () -> depth.getAndAdd(clock.addAndGet(MILLISECOND)))
                .register(registry);
        followed.taken();

        clock.addAndGet(98 * MILLISECOND);
        assertThat(followed.taken()).isEmpty();
        clock.addAndGet(MILLISECOND);
        assertThat(followed.taken()).hasSize(1);
    }
}
