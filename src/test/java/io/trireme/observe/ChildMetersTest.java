package io.trireme.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trireme.child.Measures;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChildMetersTest {
    private final CompositeMeterRegistry ofChild = new CompositeMeterRegistry();
    private final SimpleMeterRegistry published = new SimpleMeterRegistry();
    private final SimpleMeterRegistry ofParent = new SimpleMeterRegistry();
    private final ChildMeters child =
            new ChildMeters(ofChild, () -> 0); // asking gauges takes no time, so they always are
    private final Measures.OfChild parent = new ChildMeters(ofParent).of("queue", 1);

    ChildMetersTest() {
        ofChild.add(published);
        child.follow();
    }

    private void tell() {
        parent.add(child.taken());
    }

    @Test
    void what_a_child_counts_times_and_sums_up_is_added_in_its_parent_once() {
        Counter calls = Counter.builder("calls").tag("to", "a").register(ofChild);
        calls.increment();
        ofChild.timer("pause").record(Duration.ofMillis(3));
        ofChild.timer("pause").record(Duration.ofMillis(5));
        ofChild.summary("bytes").record(7);
        tell();
        calls.increment(2);
        tell();

        assertThat(ofParent.get("calls").tag("to", "a").counter().count()).isEqualTo(3);
        assertThat(ofParent.get("pause").timer().count()).isEqualTo(2);
        assertThat(ofParent.get("pause").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(8);
        assertThat(ofParent.get("bytes").summary().totalAmount()).isEqualTo(7);
        assertThat(published.isClosed()).as("a child publishes nothing itself").isTrue();
    }

    @Test
    void a_gauge_is_shown_beside_that_of_the_parent_until_its_child_is_gone() {
        Gauge.builder("depth", () -> 7).tag("of", "pool").register(ofChild);
        Gauge.builder("depth", () -> 0).register(ofParent);
        tell();

        assertThat(ofParent.get("child.depth")
                        .tags("of", "pool", "queue", "queue", "child", "1")
                        .gauge()
                        .value())
                .isEqualTo(7);

        parent.close();

        assertThat(ofParent.getMeters()).hasSize(1);
    }

    @Test
    void one_that_a_child_removes_is_told_of_to_its_end_and_then_no_more() {
        Counter calls = Counter.builder("calls").register(ofChild);
        Gauge depth = Gauge.builder("depth", () -> 7).register(ofChild);
        calls.increment();
        tell();
        assertThat(ofParent.getMeters()).hasSize(2);

        calls.increment();
        ofChild.remove(calls);
        ofChild.remove(depth);
        tell();

        assertThat(ofParent.getMeters()).hasSize(1);
        assertThat(ofParent.get("calls").counter().count()).isEqualTo(2);
    }

    @Test
    void those_that_were_removed_leave_their_places_to_others() {
        for (int i = 0; i < 2_000; i++) {
            Counter passing = Counter.builder("passing").tag("of", "" + i).register(ofChild);
            passing.increment();
            ofChild.remove(passing);
            tell();
        }

        assertThat(ofParent.get("passing").tag("of", "1999").counter().count()).isEqualTo(1);
    }

    @Test
    void what_is_of_the_process_stays() {
        ofChild.counter("jvm.gc.memory.allocated").increment();

        tell();

        assertThat(ofParent.getMeters()).isEmpty();
    }

    @Test
    void what_is_no_number_is_told_once() {
        ofChild.counter("odd").increment(Double.NaN);

        assertThat(child.taken()).hasSize(1);
        assertThat(child.taken()).isEmpty();
    }

    @Test
    void others_go_on_where_one_is_refused() {
        Gauge.builder("n0", () -> 7).register(ofParent);
        for (int i = 0; i < 300; i++) {
            ofChild.counter("n" + i).increment();
        }

        tell();

        assertThat(ofParent.getMeters()).hasSize(300);
        assertThat(ofParent.get("n299").counter().count()).isEqualTo(1);
    }
}
