package io.trireme.observe;

import io.trireme.state.StateStatus;
import io.trireme.streams.Phase;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** What the probes say of the role {@code state}: of shared state, and of what knows where results lie. */
final class StateReport {
    private StateReport() {}

    static HealthCheckResponse live(StateStatus status, Phase results) {
        return response(
                "Trireme's shared state has not given up",
                status,
                results,
                status.phase() != Phase.FAILED && results != Phase.FAILED);
    }

    /** Restoring is not ready, since calls wait until it is over; but for what knows where results lie, which few ask for. */
    static HealthCheckResponse ready(StateStatus status, Phase results) {
        return response(
                "Trireme answers about shared state",
                status,
                results,
                status.phase() == Phase.OFF || status.phase() == Phase.RUNNING);
    }

    private static HealthCheckResponse response(String name, StateStatus status, Phase results, boolean up) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named(name)
                .withData("state", status.phase().name().toLowerCase(Locale.ROOT))
                .withData("results", results.name().toLowerCase(Locale.ROOT));
        if (status.phase() != Phase.OFF) {
            response.withData("sessions", status.sessions());
        }
        return response.status(up).build();
    }
}
