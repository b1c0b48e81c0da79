package io.trireme.consume;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.trireme.Fault;
import jakarta.enterprise.inject.build.compatible.spi.InvokerInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which method is bound to which type of which queue; at most one each.
 *
 * <p>An alternative bean takes the place of another one, as it does at injection points: so a test's mock of a bean can
 * inherit its handlers.
 */
final class HandlerBindings {
    private final Map<Place, Binding> bound = new LinkedHashMap<>();
    private final List<String> complaints = new ArrayList<>();

    /** Where a task is handled. */
    private record Place(String queue, String type) {}

    /** A method of a bean class that can be called, and how. */
    record Binding(HandlerSpec spec, String bean, InvokerInfo invoker, boolean alternative) {}

    void bind(Binding binding) {
        var place = new Place(binding.spec().queue(), binding.spec().type());
        Binding other = bound.putIfAbsent(place, binding);
        if (other == null) {
            return;
        }
        if (binding.alternative() == other.alternative()) {
            complaints.add(Fault.HANDLER_TWICE
                    .because(
                            place.type(),
                            place.queue(),
                            other.spec().name(),
                            binding.spec().name())
                    .getMessage());
        } else if (binding.alternative()) {
            bound.put(place, binding);
        }
    }

    /** What is bound, by the name of the bean class. */
    Map<String, List<Binding>> byBean() {
        return bound.values().stream().collect(groupingBy(Binding::bean, TreeMap::new, toList()));
    }

    /** A sentence for each type that is bound twice. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }
}
