package io.trireme.consume;

import io.trireme.Fault;
import io.trireme.RunnerKind;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The handlers of this application, by queue and type. Immutable. */
public final class HandlerRegistry {
    private final Map<String, Map<String, Handler>> byQueue;

    /** @throws io.trireme.TriremeException {@link Fault#HANDLER_TWICE} */
    public HandlerRegistry(Collection<? extends Handler> handlers) {
        byQueue = new TreeMap<>();
        for (Handler handler : handlers) {
            var types = byQueue.computeIfAbsent(handler.queue(), queue -> new HashMap<>());
            Handler other = types.putIfAbsent(handler.type(), handler);
            if (other != null) {
                throw Fault.HANDLER_TWICE.because(handler.type(), handler.queue(), other.name(), handler.name());
            }
        }
    }

    /** The queues that have a handler, sorted. */
    public Set<String> queues() {
        return byQueue.keySet();
    }

    /** The handlers of one queue by task type; empty if it has none. */
    public Map<String, Handler> of(String queue) {
        return byQueue.getOrDefault(queue, Map.of());
    }

    /** Where the handlers of a queue run unless a setting says otherwise. */
    RunnerKind naturalRunner(String queue) {
        return of(queue).values().stream().anyMatch(Handler::promises) ? RunnerKind.EVENT_LOOP : RunnerKind.VIRTUAL;
    }

    /** All handlers. */
    public List<Handler> all() {
        return byQueue.values().stream()
                .flatMap(types -> types.values().stream())
                .toList();
    }
}
