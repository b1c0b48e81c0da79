package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.retry.RetryOverride;
import jakarta.enterprise.inject.build.compatible.spi.InvokerInfo;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandlerBindingsTest {
    private final HandlerBindings bindings = new HandlerBindings();

    @Test
    void a_type_is_bound_once_in_a_queue() {
        bind("images", "shrink", "A#a", false);
        bind("images", "shrink", "B#b", false);
        bind("images", "shrink", "C#c", false);

        assertThat(names()).containsExactly("A#a");
        assertThat(bindings.complaints())
                .hasSize(2)
                .allSatisfy(complaint -> assertThat(complaint).startsWith("Task type 'shrink' of queue 'images'"))
                .anySatisfy(complaint -> assertThat(complaint).contains("both A#a and B#b"))
                .anySatisfy(complaint -> assertThat(complaint).contains("both A#a and C#c"));
    }

    @Test
    void the_same_type_in_two_queues_is_two_types() {
        bind("images", "shrink", "A#a", false);
        bind("urgent", "shrink", "B#b", false);

        assertThat(names()).containsExactly("A#a", "B#b");
        assertThat(bindings.complaints()).isEmpty();
    }

    @Test
    void an_alternative_takes_the_place_of_a_bean_whichever_comes_first() {
        bind("images", "shrink", "A#a", false);
        bind("images", "shrink", "Mock#a", true);
        bind("urgent", "shrink", "Mock#b", true);
        bind("urgent", "shrink", "B#b", false);

        assertThat(names()).containsExactly("Mock#a", "Mock#b");
        assertThat(bindings.complaints()).isEmpty();
    }

    @Test
    void two_alternatives_are_one_too_many() {
        bind("images", "shrink", "Mock#a", true);
        bind("images", "shrink", "Mock#b", true);

        assertThat(bindings.complaints()).hasSize(1);
    }

    private void bind(String queue, String type, String name, boolean alternative) {
        var spec = new HandlerSpec(
                queue,
                type,
                name,
                RetryOverride.NONE,
                Optional.empty(),
                Optional.empty(),
                HandlerSpec.Returns.VALUE,
                List.of());
        bindings.bind(new HandlerBindings.Binding(spec, name, new InvokerInfo() {}, alternative));
    }

    private List<String> names() {
        return bindings.byBean().values().stream()
                .flatMap(List::stream)
                .map(binding -> binding.spec().name())
                .toList();
    }
}
