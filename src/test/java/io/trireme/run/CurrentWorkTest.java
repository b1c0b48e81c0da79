package io.trireme.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CurrentWorkTest {
    private final Work work = () -> Work.NONE;
    private final CurrentWork current = new CurrentWork();
    private final AtomicInteger interrupts = new AtomicInteger();

    @Test
    void work_that_matches_is_interrupted_once() {
        current.begin(work);

        assertThat(current.interrupt(any -> true, interrupts::incrementAndGet)).isTrue();
        assertThat(current.interrupt(any -> true, interrupts::incrementAndGet)).isFalse();
        assertThat(interrupts).hasValue(1);
    }

    @Test
    void a_new_run_of_the_same_work_that_begins_meanwhile_is_not_interrupted_and_may_be_later() {
        var overran = new AtomicBoolean(true);
        current.begin(work);

        boolean hit = current.interrupt(
                any -> {
                    boolean matches = overran.getAndSet(false);
                    if (matches) {
                        current.goOn(work, work); // it ends, and is run again at once
                    }
                    return matches;
                },
                interrupts::incrementAndGet);

        assertThat(hit).isFalse();
        assertThat(interrupts).hasValue(0);
        assertThat(current.interrupt(any -> true, interrupts::incrementAndGet)).isTrue();
    }
}
