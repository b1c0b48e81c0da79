package io.trireme.consume;

import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticObserver;
import jakarta.enterprise.inject.spi.EventContext;
import jakarta.enterprise.invoke.Invoker;

/** Answers the {@link HandlerMuster} with what {@link HandlerExtension} found in one bean class. */
public final class HandlerObserver implements SyntheticObserver<HandlerMuster> {
    static final String SPECS = "specs";
    static final String INVOKERS = "invokers";

    @Override
    public void observe(EventContext<HandlerMuster> muster, Parameters found) {
        String[] specs = found.get(SPECS, String[].class);
        Invoker<?, ?>[] invokers = found.get(INVOKERS, Invoker[].class);
        for (int i = 0; i < specs.length; i++) {
            muster.getEvent().answer(HandlerSpec.parse(specs[i]), invokers[i]);
        }
    }
}
