package org.example.greeter;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.trireme.dev.EmbeddedBroker;
import java.util.Map;

/** The embedded broker, for as long as the application under test runs. */
public class Broker implements QuarkusTestResourceLifecycleManager {
    private EmbeddedBroker broker;

    @Override
    public Map<String, String> start() {
        broker = EmbeddedBroker.start();
        return Map.of("kafka.bootstrap.servers", broker.bootstrapServers());
    }

    @Override
    public void stop() {
        if (broker != null) {
            broker.close();
        }
    }
}
