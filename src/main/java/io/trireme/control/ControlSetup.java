package io.trireme.control;

import io.trireme.Fault;
import io.trireme.wire.Answer;
import io.trireme.wire.SharedAdmin;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/** Sees to it that {@code trireme.control} exists: one partition, so that all orders have one order. */
final class ControlSetup {
    /** For as long a process may be cut off and still learn that something is no longer in force. */
    static final Duration TOMBSTONES = Duration.ofDays(7);

    private static final Logger LOG = Logger.getLogger(ControlSetup.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SharedAdmin admin;

    ControlSetup(SharedAdmin admin) {
        this.admin = admin;
    }

    /** @throws io.trireme.TriremeException {@link Fault#TOPIC_MISSING} or {@link Fault#BROKER_UNAVAILABLE} */
    void ensure(boolean create) {
        try {
            if (Answer.to(admin.client().listTopics().names(), PATIENCE).contains(Topics.control())) {
                return;
            }
            if (!create) {
                throw Fault.TOPIC_MISSING.because(Topics.control());
            }
            create();
        } catch (KafkaException failure) {
            throw Fault.BROKER_UNAVAILABLE.causedBy(failure, admin.bootstrapServers(), failure.getMessage());
        }
    }

    private void create() {
        var topic = new NewTopic(Topics.control(), Optional.of(1), Optional.empty())
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.DELETE_RETENTION_MS_CONFIG,
                        Long.toString(TOMBSTONES.toMillis())));
        try {
            Answer.to(admin.client().createTopics(List.of(topic)).all(), PATIENCE);
            LOG.infof("Created topic %s", topic.name());
        } catch (TopicExistsException another) {
            LOG.debugf("Another process created topic %s", topic.name());
        }
    }
}
