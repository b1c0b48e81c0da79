package io.trireme.control;

import io.trireme.Fault;
import io.trireme.wire.Answer;
import io.trireme.wire.OwnTopic;
import io.trireme.wire.SharedAdmin;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jboss.logging.Logger;

/**
 * Sees to it that {@code trireme.control} exists, of one partition, so that all orders have one order, and compacted, so that
 * none is forgotten; and {@code trireme.answers} beside it.
 */
final class ControlSetup {
    /** For as long a process may be cut off and still learn that something is no longer in force. */
    static final Duration TOMBSTONES = Duration.ofDays(7);

    private static final Logger LOG = Logger.getLogger(ControlSetup.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration ANSWERS_KEPT = Duration.ofHours(1);

    private final SharedAdmin admin;
    private final String control;

    ControlSetup(SharedAdmin admin) {
        this(admin, Topics.control());
    }

    ControlSetup(SharedAdmin admin, String control) {
        this.admin = admin;
        this.control = control;
    }

    /**
     * @throws io.trireme.TriremeException {@link Fault#TOPIC_MISSING}, {@link Fault#TOPIC_UNFIT} or
     *     {@link Fault#BROKER_UNAVAILABLE}
     */
    void ensure(boolean create) {
        ensure(
                control,
                create,
                Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.DELETE_RETENTION_MS_CONFIG,
                        Long.toString(TOMBSTONES.toMillis())));
        ensure(
                Topics.answers(),
                create,
                Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(ANSWERS_KEPT.toMillis())));
        requireCompacted();
    }

    private void ensure(String topic, boolean create, Map<String, String> configs) {
        new OwnTopic(admin, new NewTopic(topic, Optional.of(1), Optional.empty()).configs(configs)).ensure(create);
    }

    /** One that somebody made by hand, or the brokers by themselves, would forget its orders after a while. */
    private void requireCompacted() {
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, control);
        try {
            String policy = Answer.to(
                            admin.client()
                                    .describeConfigs(List.of(topic))
                                    .values()
                                    .get(topic),
                            PATIENCE)
                    .get(TopicConfig.CLEANUP_POLICY_CONFIG)
                    .value();
            if (!policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
                throw Fault.TOPIC_UNFIT.because(
                        control, TopicConfig.CLEANUP_POLICY_CONFIG, policy, TopicConfig.CLEANUP_POLICY_COMPACT);
            }
        } catch (AuthorizationException refused) {
            LOG.debugf("Whether %s is compacted may not be known: %s", control, refused.getMessage());
        } catch (KafkaException failure) {
            throw Fault.BROKER_UNAVAILABLE.causedBy(failure, admin.bootstrapServers(), failure.getMessage());
        }
    }
}
