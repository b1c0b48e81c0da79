package io.trireme.observe;

import io.quarkus.arc.properties.IfBuildProperty;
import io.trireme.child.Children;
import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Tells which queues' child processes do not stay up. Alive all the same: to restart this process mends none of them. */
@Liveness
@Singleton
@IfBuildProperty(name = "trireme.health.enabled", stringValue = "true", enableIfMissing = true)
class ChildCheck implements HealthCheck {
    private final Children children;

    ChildCheck(Children children) {
        this.children = children;
    }

    @Override
    public HealthCheckResponse call() {
        return report(children.troubles());
    }

    static HealthCheckResponse report(Map<String, String> troubles) {
        return TroubleReport.of("Trireme's child processes are looked after", troubles, true);
    }
}
