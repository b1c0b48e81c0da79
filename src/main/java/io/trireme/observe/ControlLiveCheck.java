package io.trireme.observe;

import io.quarkus.arc.properties.IfBuildProperty;
import io.trireme.control.ControlFollower;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive: what operators order is followed, or will be when the brokers are back; only what a restart mends is a fault. */
@Liveness
@Singleton
@IfBuildProperty(name = "trireme.health.enabled", stringValue = "true", enableIfMissing = true)
class ControlLiveCheck implements HealthCheck {
    private final ControlFollower follower;

    ControlLiveCheck(ControlFollower follower) {
        this.follower = follower;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> trouble = follower.trouble();
        return HealthCheckResponse.named("Trireme follows orders")
                .withData("orders", trouble.orElse("followed"))
                .status(trouble.isEmpty())
                .build();
    }
}
