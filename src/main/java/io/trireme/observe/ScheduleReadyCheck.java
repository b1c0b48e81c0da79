package io.trireme.observe;

import io.quarkus.arc.properties.IfBuildProperty;
import io.trireme.schedule.ScheduleRole;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The role {@code schedule}, if this process has it, as {@link ScheduleReport} says. */
@Readiness
@Singleton
@IfBuildProperty(name = "trireme.health.enabled", stringValue = "true", enableIfMissing = true)
class ScheduleReadyCheck implements HealthCheck {
    private final ScheduleRole role;

    ScheduleReadyCheck(ScheduleRole role) {
        this.role = role;
    }

    @Override
    public HealthCheckResponse call() {
        return ScheduleReport.ready(role.status());
    }
}
