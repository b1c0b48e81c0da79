package io.trireme.consume;

import io.trireme.wire.PayloadCodec;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import jakarta.enterprise.invoke.Invoker;
import java.util.ArrayList;
import java.util.List;

/** Makes the {@link HandlerRegistry} of the running application from what {@link HandlerExtension} found in the build. */
public final class HandlerRegistryCreator implements SyntheticBeanCreator<HandlerRegistry> {
    static final String SPECS = "specs";
    static final String INVOKERS = "invokers";

    @Override
    public HandlerRegistry create(Instance<Object> lookup, Parameters found) {
        PayloadCodec codec = lookup.select(PayloadCodec.class).get();
        String[] specs = found.get(SPECS, String[].class);
        Invoker<?, ?>[] invokers = found.get(INVOKERS, Invoker[].class);
        List<Handler> handlers = new ArrayList<>();
        for (int i = 0; i < specs.length; i++) {
            handlers.add(new HandlerMethod(HandlerSpec.parse(specs[i]), invokers[i], codec));
        }
        return new HandlerRegistry(handlers);
    }
}
