package io.trireme.observe;

import io.quarkus.arc.properties.IfBuildProperty;
import io.trireme.TriremeConfig;
import io.trireme.consume.Consumers;
import io.trireme.consume.QueueStatus;
import io.trireme.consume.QueueStatus.State;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready: the brokers answer, and every queue's group has this process as a member. Without the role worker: ready. */
@Readiness
@Singleton
@IfBuildProperty(name = "trireme.health.enabled", stringValue = "true", enableIfMissing = true)
class ReadyCheck implements HealthCheck {
    private final TriremeConfig config;
    private final Consumers consumers;
    private final BrokerProbe brokers;

    ReadyCheck(TriremeConfig config, Consumers consumers, BrokerProbe brokers) {
        this.config = config;
        this.consumers = consumers;
        this.brokers = brokers;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("Trireme works on its queues");
        if (!config.roles().contains(TriremeConfig.Role.WORKER)) {
            return response.withData("role", "worker is off, so there is nothing to wait for")
                    .up()
                    .build();
        }
        boolean ready = consumers.areStarted();
        for (QueueStatus status : consumers.statuses()) {
            QueueReport.add(response, status);
            ready &= status.joined() && status.state() == State.RUNNING;
        }
        Optional<String> trouble = brokers.trouble();
        response.withData("brokers", trouble.orElse("answer"));
        return response.status(ready && trouble.isEmpty()).build();
    }
}
