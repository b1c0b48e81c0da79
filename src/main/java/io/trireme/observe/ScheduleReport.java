package io.trireme.observe;

import io.trireme.schedule.ScheduleStatus;
import io.trireme.streams.Phase;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** What the probes say of the role {@code schedule}. */
final class ScheduleReport {
    private ScheduleReport() {}

    static HealthCheckResponse live(ScheduleStatus status) {
        return response("Trireme's schedule has not given up", status, status.state() != Phase.FAILED);
    }

    /** Restoring is not ready, since what is due waits until it is over. */
    static HealthCheckResponse ready(ScheduleStatus status) {
        return response("Trireme fires timers", status, status.state() == Phase.OFF || status.state() == Phase.RUNNING);
    }

    private static HealthCheckResponse response(String name, ScheduleStatus status, boolean up) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named(name)
                .withData("state", status.state().name().toLowerCase(Locale.ROOT));
        if (status.state() != Phase.OFF) {
            response.withData("pending", status.pending());
        }
        return response.status(up).build();
    }
}
