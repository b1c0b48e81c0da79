package io.trireme.wire;

import io.trireme.Fault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jboss.logging.Logger;

/** Sees to it that a topic of Trireme's own exists, and that its leaders lead when it was made. */
public final class OwnTopic {
    private static final Logger LOG = Logger.getLogger(OwnTopic.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration ASK_AGAIN_AFTER = Duration.ofMillis(50);

    private final SharedAdmin admin;
    private final NewTopic topic;

    /** @param topic as it is made when it is missing */
    public OwnTopic(SharedAdmin admin, NewTopic topic) {
        this.admin = admin;
        this.topic = topic;
    }

    /**
     * Makes it if it is missing.
     *
     * @param create whether it may be made
     * @throws io.trireme.TriremeException {@link Fault#TOPIC_MISSING} or {@link Fault#BROKER_UNAVAILABLE}
     */
    public void ensure(boolean create) {
        try {
            if (Answer.to(admin.client().listTopics().names(), PATIENCE).contains(topic.name())) {
                return;
            }
            if (!create) {
                throw Fault.TOPIC_MISSING.because(topic.name());
            }
            make();
            Leaders.await(admin.client(), described(), PATIENCE);
        } catch (KafkaException failure) {
            throw Fault.BROKER_UNAVAILABLE.causedBy(failure, admin.bootstrapServers(), failure.getMessage());
        }
    }

    private void make() {
        try {
            Answer.to(admin.client().createTopics(List.of(topic)).all(), PATIENCE);
            LOG.infof("Created topic %s with %d partitions", topic.name(), topic.numPartitions());
        } catch (TopicExistsException another) {
            LOG.debugf("Another process created topic %s", topic.name());
        }
    }

    /** A topic just made may not be known yet to the broker that is asked: it is asked again. */
    private TopicDescription described() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return Answer.to(
                        admin.client()
                                .describeTopics(List.of(topic.name()))
                                .topicNameValues()
                                .get(topic.name()),
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
