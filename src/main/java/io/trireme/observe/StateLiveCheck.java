package io.trireme.observe;

import io.quarkus.arc.properties.IfBuildProperty;
import io.trireme.result.PlaceRole;
import io.trireme.state.StateRole;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** The role {@code state}, if this process has it, as {@link StateReport} says. */
@Liveness
@Singleton
@IfBuildProperty(name = "trireme.health.enabled", stringValue = "true", enableIfMissing = true)
class StateLiveCheck implements HealthCheck {
    private final StateRole role;
    private final PlaceRole results;

    StateLiveCheck(StateRole role, PlaceRole results) {
        this.role = role;
        this.results = results;
    }

    @Override
    public HealthCheckResponse call() {
        return StateReport.live(role.status(), results.phase());
    }
}
