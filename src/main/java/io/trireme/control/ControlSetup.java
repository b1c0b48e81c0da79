package io.trireme.control;

import io.trireme.Fault;
import io.trireme.wire.OwnTopic;
import io.trireme.wire.SharedAdmin;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** Sees to it that {@code trireme.control} exists: one partition, so that all orders have one order. */
final class ControlSetup {
    /** For as long a process may be cut off and still learn that something is no longer in force. */
    static final Duration TOMBSTONES = Duration.ofDays(7);

    private final SharedAdmin admin;

    ControlSetup(SharedAdmin admin) {
        this.admin = admin;
    }

    /** @throws io.trireme.TriremeException {@link Fault#TOPIC_MISSING} or {@link Fault#BROKER_UNAVAILABLE} */
    void ensure(boolean create) {
        var topic = new NewTopic(Topics.control(), Optional.of(1), Optional.empty())
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.DELETE_RETENTION_MS_CONFIG,
                        Long.toString(TOMBSTONES.toMillis())));
        new OwnTopic(admin, topic).ensure(create);
    }
}
