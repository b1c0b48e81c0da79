package io.trireme.observe;

import io.quarkus.arc.properties.IfBuildProperty;
import io.trireme.consume.Consumers;
import io.trireme.consume.QueueStatus;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/**
 * Alive: every poll loop turns. A long handler is no fault, nor is a broker that is away; only what a restart mends is.
 */
@Liveness
@Singleton
@IfBuildProperty(name = "trireme.health.enabled", stringValue = "true", enableIfMissing = true)
class LiveCheck implements HealthCheck {
    /** A loop that has not turned for this long hangs: it polls several times a second, whatever the handlers do. */
    static final Duration LONGEST_TURN = Duration.ofSeconds(30);

    private final Consumers consumers;

    LiveCheck(Consumers consumers) {
        this.consumers = consumers;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("Trireme's poll loops turn");
        boolean alive = true;
        for (QueueStatus status : consumers.statuses()) {
            QueueReport.add(response, status);
            alive &= isAlive(status);
        }
        return response.status(alive).build();
    }

    static boolean isAlive(QueueStatus status) {
        return switch (status.state()) {
            case RUNNING, DRAINING -> status.lastTurn().compareTo(LONGEST_TURN) <= 0;
            case STOPPED -> true;
            case FAILED -> false;
        };
    }
}
