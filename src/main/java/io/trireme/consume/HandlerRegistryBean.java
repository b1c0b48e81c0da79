package io.trireme.consume;

import io.trireme.wire.PayloadCodec;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the {@link HandlerRegistry} of this application. */
@Dependent
final class HandlerRegistryBean {
    @Produces
    @Singleton
    HandlerRegistry registry(Event<HandlerMuster> call, PayloadCodec codec) {
        var muster = new HandlerMuster(codec);
        call.fire(muster);
        return new HandlerRegistry(muster.handlers());
    }
}
