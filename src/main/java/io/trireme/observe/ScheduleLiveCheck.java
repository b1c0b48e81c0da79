package io.trireme.observe;

import io.quarkus.arc.properties.IfBuildProperty;
import io.trireme.schedule.ScheduleRole;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** The role {@code schedule}, if this process has it, as {@link ScheduleReport} says. */
@Liveness
@Singleton
@IfBuildProperty(name = "trireme.health.enabled", stringValue = "true", enableIfMissing = true)
class ScheduleLiveCheck implements HealthCheck {
    private final ScheduleRole role;

    ScheduleLiveCheck(ScheduleRole role) {
        this.role = role;
    }

    @Override
    public HealthCheckResponse call() {
        return ScheduleReport.live(role.status());
    }
}
