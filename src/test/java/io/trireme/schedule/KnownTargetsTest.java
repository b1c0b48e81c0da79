package io.trireme.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.wire.KafkaSettings;
import io.trireme.wire.SharedAdmin;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KnownTargetsTest {
    @Test
    void of_brokers_that_have_not_answered_nothing_is_known_and_no_topic_is_said_to_be_missing() {
        try (var admin = new SharedAdmin(new KafkaSettings(Map.of(
                "bootstrap.servers", "127.0.0.1:1", "default.api.timeout.ms", "50", "request.timeout.ms", "50")))) {
            var targets = new KnownTargets(admin, System::nanoTime);

            assertThat(targets.of("mail")).isInstanceOf(Targets.Target.Unknown.class);
            assertThat(targets.of("mail").isBelow(Integer.MAX_VALUE)).isFalse();
        }
    }
}
