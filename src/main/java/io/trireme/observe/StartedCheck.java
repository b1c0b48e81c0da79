package io.trireme.observe;

import io.quarkus.arc.properties.IfBuildProperty;
import io.trireme.consume.Consumers;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Started: the topics were found or made and the consumers run. */
@Startup
@Singleton
@IfBuildProperty(name = "trireme.health.enabled", stringValue = "true", enableIfMissing = true)
class StartedCheck implements HealthCheck {
    private final Consumers consumers;

    StartedCheck(Consumers consumers) {
        this.consumers = consumers;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("Trireme is started")
                .withData("queues", String.join(", ", consumers.queues()))
                .status(consumers.areStarted())
                .build();
    }
}
