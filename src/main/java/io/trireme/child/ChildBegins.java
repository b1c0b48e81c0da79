package io.trireme.child;

import jakarta.enterprise.invoke.Invoker;
import java.util.ArrayList;
import java.util.List;

/**
 * The event that calls all initializers up when a child begins; an {@link InitializerObserver} for each bean class answers.
 * An event for the reason that {@link io.trireme.consume.HandlerMuster} is one. Not thread-safe: fired and answered on one thread.
 */
public final class ChildBegins {
    private final List<Initializer> initializers = new ArrayList<>();

    /** A method with {@link io.trireme.InitializesChild}. */
    record Initializer(String name, Invoker<?, ?> method) {
        /** @throws Exception what it threw */
        void run() throws Exception {
            method.invoke(null, new Object[0]);
        }
    }

    void answer(String name, Invoker<?, ?> method) {
        initializers.add(new Initializer(name, method));
    }

    List<Initializer> initializers() {
        return List.copyOf(initializers);
    }
}
