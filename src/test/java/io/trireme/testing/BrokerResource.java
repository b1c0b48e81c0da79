package io.trireme.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * Gives a {@code @QuarkusTest} the shared broker: {@code @WithTestResource(BrokerResource.class)}. Tests that ask for the
 * same resources share one application, so ask for this one alone where possible.
 */
public final class BrokerResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        return Map.of("kafka.bootstrap.servers", SharedBroker.bootstrapServers());
    }

    /** The broker stays: other tests use it. */
    @Override
    public void stop() {}
}
