package io.trireme.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class ChannelCheckTest {
    @Test
    void a_channel_that_nothing_flows_through_is_told_and_wants_a_restart() {
        HealthCheckResponse response = ChannelCheck.report(Map.of("images", "its subscriber has cancelled"));

        assertThat(response.getStatus()).isEqualTo(Status.DOWN);
        assertThat(response.getData().orElseThrow()).containsEntry("images.trouble", "its subscriber has cancelled");
        assertThat(ChannelCheck.report(Map.of()).getStatus()).isEqualTo(Status.UP);
    }
}
