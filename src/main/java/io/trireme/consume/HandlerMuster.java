package io.trireme.consume;

import io.trireme.wire.PayloadCodec;
import jakarta.enterprise.invoke.Invoker;
import java.util.ArrayList;
import java.util.List;

/**
 * The event that calls all handlers up when the application starts; a {@link HandlerObserver} for each bean class answers.
 *
 * <p>An event, since the generated code that answers has to lie beside the bean class: in a test and in dev mode Quarkus
 * loads the application's classes apart from its libraries', and no class on this side could name an invoker over there.
 *
 * <p>Not thread-safe: fired and answered on one thread.
 */
public final class HandlerMuster {
    private final PayloadCodec codec;
    private final List<Handler> handlers = new ArrayList<>();

    HandlerMuster(PayloadCodec codec) {
        this.codec = codec;
    }

    void answer(HandlerSpec spec, Invoker<?, ?> invoker) {
        handlers.add(new HandlerMethod(spec, invoker, codec));
    }

    /** Answers with a handler that is no method of a bean. */
    public void answer(Handler handler) {
        handlers.add(handler);
    }

    List<Handler> handlers() {
        return List.copyOf(handlers);
    }
}
