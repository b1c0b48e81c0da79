package io.trireme.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trireme.Outcome;
import io.trireme.wire.CurrentTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TracePropagationTest {
    private final TracePropagation propagation = new TracePropagation();

    @Test
    void what_is_published_within_an_attempt_carries_its_trace_and_nothing_after_it_does() throws Exception {
        List<Optional<String>> seen = new ArrayList<>();

        for (var task : List.of(new FakeTask("a", Optional.of("trace-a")), new FakeTask("b"))) {
            propagation.around(task, next -> {
                seen.add(CurrentTrace.traceparent());
                return Outcome.Done.with(null);
            });
        }

        assertThat(seen).containsExactly(Optional.of("trace-a"), Optional.empty());
        assertThat(CurrentTrace.traceparent()).isEmpty();
    }

    @Test
    void an_attempt_that_throws_leaves_no_trace() {
        assertThatThrownBy(() -> propagation.around(new FakeTask("a", Optional.of("trace")), task -> {
            throw new IllegalStateException("boom");
        }));

        assertThat(CurrentTrace.traceparent()).isEmpty();
    }
}
