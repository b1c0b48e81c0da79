package io.trireme.consume;

import io.trireme.Fault;
import io.trireme.wire.Answer;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.Leaders;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jboss.logging.Logger;

/** Sees to it, at start, that the topics of the queues exist: created where that is allowed, else named as missing. */
final class TopicSetup {
    private static final Logger LOG = Logger.getLogger(TopicSetup.class);
    private static final Duration ASK_AGAIN_AFTER = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What a dead letter may be larger than the task that it was. */
    private static final int DEAD_LETTER_EXTRA = 64 * 1024;

    private final Admin admin;
    private final String bootstrap;

    TopicSetup(Admin admin, KafkaSettings kafka) {
        this.admin = admin;
        this.bootstrap = kafka.bootstrapServers();
    }

    /**
     * @param create whether missing topics may be created
     * @return the ids of the queues' topics, by queue
     * @throws io.trireme.TriremeException {@link Fault#TOPIC_MISSING} or {@link Fault#BROKER_UNAVAILABLE}
     */
    Map<String, Uuid> ensure(Collection<QueueSettings> queues, boolean create) {
        try {
            Set<String> existing = Answer.to(admin.listTopics().names(), PATIENCE);
            ensure(queues, existing, create, Topics::tasks, this::taskTopic);
            ensure(queues, existing, create, Topics::deadLetters, this::deadTopic);
            return ids(queues);
        } catch (KafkaException failure) {
            throw Fault.BROKER_UNAVAILABLE.causedBy(failure, bootstrap, failure.getMessage());
        }
    }

    private Map<String, Uuid> ids(Collection<QueueSettings> queues) {
        var ids = new HashMap<String, Uuid>();
        for (QueueSettings queue : queues) {
            ids.put(queue.queue(), describe(Topics.tasks(queue.queue())).topicId());
        }
        return ids;
    }

    /** A topic just made may not be known yet to the broker that is asked: it is asked again. */
    private TopicDescription describe(String topic) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return Answer.to(
                        admin.describeTopics(List.of(topic)).topicNameValues().get(topic), PATIENCE);
            } catch (UnknownTopicOrPartitionException notYet) {
                if (System.nanoTime() > deadline) {
                    throw notYet;
                }
                LockSupport.parkNanos(ASK_AGAIN_AFTER.toNanos());
            }
        }
    }

    private void ensure(
            Collection<QueueSettings> queues,
            Set<String> existing,
            boolean create,
            UnaryOperator<String> name,
            Function<QueueSettings, NewTopic> topic) {
        var missing = new ArrayList<NewTopic>();
        for (QueueSettings queue : queues) {
            if (!existing.contains(name.apply(queue.queue()))) {
                if (!create) {
                    throw Fault.TOPIC_MISSING.because(name.apply(queue.queue()));
                }
                missing.add(topic.apply(queue));
            }
        }
        create(missing);
        for (NewTopic made : missing) {
            Leaders.await(admin, describe(made.name()), PATIENCE);
        }
    }

    private NewTopic taskTopic(QueueSettings queue) {
        return new NewTopic(Topics.tasks(queue.queue()), Optional.of(queue.partitions()), replicas(queue))
                .configs(Map.of(
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(queue.retention().toMillis())));
    }

    /** As many partitions as the queue has by now, and room for what comes on top of a task at the queue's limit. */
    private NewTopic deadTopic(QueueSettings queue) {
        String topic = Topics.tasks(queue.queue());
        int partitions = describe(topic).partitions().size();
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        String limit = Answer.to(
                        admin.describeConfigs(List.of(resource)).values().get(resource), PATIENCE)
                .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                .value();
        var configs = new HashMap<String, String>();
        configs.put(
                TopicConfig.RETENTION_MS_CONFIG, Long.toString(queue.retention().toMillis()));
        configs.put(
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Integer.toString(Math.addExact(Integer.parseInt(limit), DEAD_LETTER_EXTRA)));
        return new NewTopic(Topics.deadLetters(queue.queue()), Optional.of(partitions), replicas(queue))
                .configs(configs);
    }

    private static Optional<Short> replicas(QueueSettings queue) {
        return queue.replicas().isPresent()
                ? Optional.of((short) queue.replicas().getAsInt())
                : Optional.empty();
    }

    private void create(List<NewTopic> topics) {
        var results = admin.createTopics(topics).values();
        for (NewTopic topic : topics) {
            try {
                Answer.to(results.get(topic.name()), PATIENCE);
                LOG.infof("Created topic %s with %d partitions", topic.name(), topic.numPartitions());
            } catch (TopicExistsException another) {
                LOG.debugf("Another process created topic %s", topic.name());
            }
        }
    }
}
