package io.trireme.observe;

import io.trireme.state.StateStatus;
import io.trireme.streams.Phase;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** What the probes say of the role {@code state}. */
final class StateReport {
    private StateReport() {}

    static HealthCheckResponse live(StateStatus status) {
        return response("Trireme's shared state has not given up", status, status.phase() != Phase.FAILED);
    }

    /** Restoring is not ready, since calls wait until it is over. */
    static HealthCheckResponse ready(StateStatus status) {
        return response(
                "Trireme answers about shared state",
                status,
                status.phase() == Phase.OFF || status.phase() == Phase.RUNNING);
    }

    private static HealthCheckResponse response(String name, StateStatus status, boolean up) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named(name)
                .withData("state", status.phase().name().toLowerCase(Locale.ROOT));
        if (status.phase() != Phase.OFF) {
            response.withData("sessions", status.sessions());
        }
        return response.status(up).build();
    }
}
