package io.trireme.child;

import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticObserver;
import jakarta.enterprise.inject.spi.EventContext;
import jakarta.enterprise.invoke.Invoker;

/** Answers {@link ChildBegins} with what {@link InitializerExtension} found in one bean class. */
public final class InitializerObserver implements SyntheticObserver<ChildBegins> {
    static final String NAMES = "names";
    static final String INVOKERS = "invokers";

    @Override
    public void observe(EventContext<ChildBegins> begins, Parameters found) {
        String[] names = found.get(NAMES, String[].class);
        Invoker<?, ?>[] invokers = found.get(INVOKERS, Invoker[].class);
        for (int i = 0; i < names.length; i++) {
            begins.getEvent().answer(names[i], invokers[i]);
        }
    }
}
