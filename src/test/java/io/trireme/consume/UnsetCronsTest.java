package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trireme.Fault;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.Test;

class UnsetCronsTest {
    private final Handler first = TestQueue.handler("q", "first", task -> {});
    private final Handler second = TestQueue.handler("q", "second", task -> {});
    private final List<Handler> tried = new ArrayList<>();

    /** Fails for the first handler. */
    private UnsetCrons failing(RuntimeException failure) {
        return new UnsetCrons(List.of(first, second), handler -> {
            tried.add(handler);
            if (handler == first) {
                throw failure;
            }
        });
    }

    @Test
    void a_rule_that_cannot_be_set_holds_up_no_other_and_is_tried_again() {
        UnsetCrons unset = failing(Fault.BROKER_UNAVAILABLE.because("nowhere", "no answer"));

        assertThat(unset.tryAll()).isFalse();
        assertThat(unset.tryAll()).isFalse();

        assertThat(tried).containsExactly(first, second, first);
    }

    @Test
    void an_exception_that_nobody_foresaw_ends_nothing() {
        UnsetCrons unset = failing(new IllegalStateException("unforeseen"));

        assertThat(unset.tryAll()).isFalse();

        assertThat(tried).containsExactly(first, second);
    }

    @Test
    void it_is_over_when_all_are_set() {
        assertThat(new UnsetCrons(List.of(first, second), tried::add).tryAll()).isTrue();

        assertThat(tried).containsExactly(first, second);
    }

    @Test
    void an_interrupt_ends_it() {
        UnsetCrons unset = failing(new InterruptException("stopped"));

        assertThatThrownBy(unset::tryAll).isInstanceOf(InterruptException.class);

        assertThat(Thread.interrupted()).isTrue(); // the exception's constructor sets the flag
        assertThat(tried).containsExactly(first);
    }
}
