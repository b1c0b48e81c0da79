package io.trireme.observe;

import io.quarkus.arc.properties.IfBuildProperty;
import io.trireme.channel.Channels;
import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Whether tasks still flow through the channels of reactive messaging; a channel whose stream has ended is mended by a restart. */
@Liveness
@Singleton
@IfBuildProperty(name = "trireme.health.enabled", stringValue = "true", enableIfMissing = true)
class ChannelCheck implements HealthCheck {
    private final Channels channels;

    ChannelCheck(Channels channels) {
        this.channels = channels;
    }

    @Override
    public HealthCheckResponse call() {
        return report(channels.troubles());
    }

    static HealthCheckResponse report(Map<String, String> troubles) {
        return TroubleReport.of("Trireme's channels flow", troubles, troubles.isEmpty());
    }
}
