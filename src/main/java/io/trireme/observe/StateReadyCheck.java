package io.trireme.observe;

import io.quarkus.arc.properties.IfBuildProperty;
import io.trireme.state.StateRole;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The role {@code state}, if this process has it, as {@link StateReport} says. */
@Readiness
@Singleton
@IfBuildProperty(name = "trireme.health.enabled", stringValue = "true", enableIfMissing = true)
class StateReadyCheck implements HealthCheck {
    private final StateRole role;

    StateReadyCheck(StateRole role) {
        this.role = role;
    }

    @Override
    public HealthCheckResponse call() {
        return StateReport.ready(role.status());
    }
}
