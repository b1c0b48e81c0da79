package io.trireme.schedule;

import io.trireme.Fault;
import io.trireme.ScheduleSettings;
import io.trireme.wire.Answer;
import io.trireme.wire.Leaders;
import io.trireme.wire.SharedAdmin;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jboss.logging.Logger;

/** Sees to it that {@code trireme.schedule} exists; Streams makes its changelog itself. */
final class ScheduleSetup {
    private static final Logger LOG = Logger.getLogger(ScheduleSetup.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration ASK_AGAIN_AFTER = Duration.ofMillis(50);

    /** For as long, the role may be away before commands are lost; what they set is in the changelog for ever. */
    private static final Duration RETENTION = Duration.ofDays(7);

    private final SharedAdmin admin;

    ScheduleSetup(SharedAdmin admin) {
        this.admin = admin;
    }

    /** @throws io.trireme.TriremeException {@link Fault#TOPIC_MISSING} or {@link Fault#BROKER_UNAVAILABLE} */
    void ensure(ScheduleSettings settings, boolean create) {
        try {
            Set<String> existing = Answer.to(admin.client().listTopics().names(), PATIENCE);
            if (existing.contains(Topics.schedule())) {
                return;
            }
            if (!create) {
                throw Fault.TOPIC_MISSING.because(Topics.schedule());
            }
            create(settings);
            Leaders.await(admin.client(), described(admin.client()), PATIENCE);
        } catch (KafkaException failure) {
            throw Fault.BROKER_UNAVAILABLE.causedBy(failure, admin.bootstrapServers(), failure.getMessage());
        }
    }

    private void create(ScheduleSettings settings) {
        Optional<Short> replicas = settings.replicas().isPresent()
                ? Optional.of((short) settings.replicas().getAsInt())
                : Optional.empty();
        var topic = new NewTopic(Topics.schedule(), Optional.of(settings.partitions()), replicas)
                .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(RETENTION.toMillis())));
        try {
            Answer.to(admin.client().createTopics(List.of(topic)).all(), PATIENCE);
            LOG.infof("Created topic %s with %d partitions", topic.name(), topic.numPartitions());
        } catch (TopicExistsException another) {
            LOG.debugf("Another process created topic %s", topic.name());
        }
    }

    /** A topic just made may not be known yet to the broker that is asked: it is asked again. */
    private static TopicDescription described(Admin admin) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return Answer.to(
                        admin.describeTopics(List.of(Topics.schedule()))
                                .topicNameValues()
                                .get(Topics.schedule()),
                        PATIENCE);
            } catch (UnknownTopicOrPartitionException notYet) {
                if (System.nanoTime() > deadline) {
                    throw notYet;
                }
                LockSupport.parkNanos(ASK_AGAIN_AFTER.toNanos());
            }
        }
    }
}
