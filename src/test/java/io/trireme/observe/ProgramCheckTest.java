package io.trireme.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class ProgramCheckTest {
    @Test
    void a_program_that_does_not_stay_up_is_told_and_is_no_reason_for_a_restart() {
        HealthCheckResponse response = ProgramCheck.report(Map.of("words", "command 'wc' was started 2 times"));

        assertThat(response.getStatus()).isEqualTo(Status.UP);
        assertThat(response.getData().orElseThrow()).containsEntry("words.trouble", "command 'wc' was started 2 times");
    }
}
