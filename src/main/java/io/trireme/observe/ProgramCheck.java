package io.trireme.observe;

import io.quarkus.arc.properties.IfBuildProperty;
import io.trireme.exec.ProgramHandlers;
import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Tells which programs do not stay up. Alive all the same: to restart this process mends none of them. */
@Liveness
@Singleton
@IfBuildProperty(name = "trireme.health.enabled", stringValue = "true", enableIfMissing = true)
class ProgramCheck implements HealthCheck {
    private final ProgramHandlers programs;

    ProgramCheck(ProgramHandlers programs) {
        this.programs = programs;
    }

    @Override
    public HealthCheckResponse call() {
        return report(programs.troubles());
    }

    static HealthCheckResponse report(Map<String, String> troubles) {
        return TroubleReport.of("Trireme's programs are looked after", troubles, true);
    }
}
