package io.trireme.streams;

import io.trireme.Fault;
import io.trireme.wire.Answer;
import io.trireme.wire.Leaders;
import io.trireme.wire.SharedAdmin;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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

/**
 * A topic of a role; the changelogs Streams makes itself.
 *
 * @param retention for as long, the role may be away before what was sent is lost
 * @param configs further settings of the topic
 */
public record RoleTopic(
        String name, int partitions, OptionalInt replicas, Duration retention, Map<String, String> configs) {
    private static final Logger LOG = Logger.getLogger(RoleTopic.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration ASK_AGAIN_AFTER = Duration.ofMillis(50);

    /**
     * Sees to it that it exists.
     *
     * @throws io.trireme.TriremeException {@link Fault#TOPIC_MISSING} or {@link Fault#BROKER_UNAVAILABLE}
     */
    public void ensure(SharedAdmin admin, boolean create) {
        try {
            Set<String> existing = Answer.to(admin.client().listTopics().names(), PATIENCE);
            if (existing.contains(name)) {
                return;
            }
            if (!create) {
                throw Fault.TOPIC_MISSING.because(name);
            }
            create(admin.client());
            Leaders.await(admin.client(), described(admin.client()), PATIENCE);
        } catch (KafkaException failure) {
            throw Fault.BROKER_UNAVAILABLE.causedBy(failure, admin.bootstrapServers(), failure.getMessage());
        }
    }

    private void create(Admin admin) {
        Optional<Short> copies = replicas.isPresent() ? Optional.of((short) replicas.getAsInt()) : Optional.empty();
        var all = new HashMap<>(configs);
        all.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
        var topic = new NewTopic(name, Optional.of(partitions), copies).configs(all);
        try {
            Answer.to(admin.createTopics(List.of(topic)).all(), PATIENCE);
            LOG.infof("Created topic %s with %d partitions", name, partitions);
        } catch (TopicExistsException another) {
            LOG.debugf("Another process created topic %s", name);
        }
    }

    /** A topic just made may not be known yet to the broker that is asked: it is asked again. */
    private TopicDescription described(Admin admin) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return Answer.to(
                        admin.describeTopics(List.of(name)).topicNameValues().get(name), PATIENCE);
            } catch (UnknownTopicOrPartitionException notYet) {
                if (System.nanoTime() > deadline) {
                    throw notYet;
                }
                LockSupport.parkNanos(ASK_AGAIN_AFTER.toNanos());
            }
        }
    }
}
