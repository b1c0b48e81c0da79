package io.trireme.observe;

import io.quarkus.arc.properties.IfBuildProperty;
import io.trireme.result.PlaceRole;
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
    private final PlaceRole results;

    StateReadyCheck(StateRole role, PlaceRole results) {
        this.role = role;
        this.results = results;
    }

    @Override
    public HealthCheckResponse call() {
        return StateReport.ready(role.status(), results.phase());
    }
}
