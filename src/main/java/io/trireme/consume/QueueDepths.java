package io.trireme.consume;

import io.trireme.Fault;
import io.trireme.wire.Answer;
import io.trireme.wire.SharedAdmin;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks the brokers how much lies in the queues; needs no worker.
 *
 * <p>A queue is a topic that has dead letters. What lies in it is counted from the offset that its group has committed;
 * from the topic's begin where it has committed none. Any thread; blocks it for a few seconds at most.
 */
public final class QueueDepths {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** How often the queues are listed, should one be deleted before it is looked at. */
    private static final int TRIES = 5;

    /** What a transaction under way has written is no task yet. */
    private static final ListOffsetsOptions COMMITTED = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);

    private final SharedAdmin admin;
    private final String application;

    /** @param application the name that the groups' begin with */
    public QueueDepths(SharedAdmin admin, String application) {
        this.admin = admin;
        this.application = application;
    }

    /**
     * Every queue of the cluster, by name.
     *
     * @throws io.trireme.TriremeException {@link Fault#BROKER_UNAVAILABLE}
     */
    public List<QueueDepth> all() {
        try {
            for (int left = TRIES; ; left--) {
                Set<String> topics = Answer.to(client().listTopics().names(), PATIENCE);
                try {
                    return depths(topics.stream()
                            .filter(topic -> Topics.isQueue(topic) && topics.contains(Topics.deadLetters(topic)))
                            .toList());
                } catch (UnknownTopicOrPartitionException deletedMeanwhile) {
                    if (left == 1) {
                        throw deletedMeanwhile;
                    }
                }
            }
        } catch (KafkaException failure) {
            throw unavailable(failure);
        }
    }

    /**
     * One queue; it may be one that no worker has seen yet.
     *
     * @throws io.trireme.TriremeException {@link Fault#QUEUE_UNKNOWN}, {@link Fault#QUEUE_NAME_WRONG} or
     *     {@link Fault#BROKER_UNAVAILABLE}
     */
    public QueueDepth of(String queue) {
        try {
            return depths(List.of(Topics.checkedQueue(queue))).getFirst();
        } catch (UnknownTopicOrPartitionException | InvalidTopicException unknown) {
            throw Fault.QUEUE_UNKNOWN.causedBy(unknown, queue);
        } catch (KafkaException failure) {
            throw unavailable(failure);
        }
    }

    /**
     * These queues, which exist.
     *
     * @throws io.trireme.TriremeException {@link Fault#BROKER_UNAVAILABLE}
     */
    List<QueueDepth> of(Collection<String> queues) {
        try {
            return depths(queues);
        } catch (KafkaException failure) {
            throw unavailable(failure);
        }
    }

    private List<QueueDepth> depths(Collection<String> queues) {
        if (queues.isEmpty()) {
            return List.of();
        }
        var byTopic = queues.stream().collect(Collectors.toMap(Topics::tasks, queue -> queue));
        var described = Answer.to(client().describeTopics(byTopic.keySet()).allTopicNames(), PATIENCE);
        Map<TopicPartition, Long> begins = offsets(described.values(), OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = offsets(described.values(), OffsetSpec.latest());
        Map<TopicPartition, OffsetAndMetadata> committed = committed(byTopic.values());
        Map<String, Uuid> ids = described.values().stream()
                .collect(Collectors.toMap(TopicDescription::name, TopicDescription::topicId));
        var depths = new TreeMap<String, Map<Integer, Long>>();
        var last = new HashMap<String, Map<Integer, Long>>();
        var ahead = new HashMap<String, Map<Integer, Long>>();
        ends.forEach((partition, end) -> {
            long begin = begins.getOrDefault(partition, 0L);
            OffsetAndMetadata commit = committed.getOrDefault(partition, new OffsetAndMetadata(begin));
            long from = Math.max(begin, commit.offset());
            depths.computeIfAbsent(partition.topic(), topic -> new HashMap<>())
                    .put(partition.partition(), Math.max(0, end - from));
            last.computeIfAbsent(partition.topic(), topic -> new HashMap<>()).put(partition.partition(), end);
            ahead.computeIfAbsent(partition.topic(), topic -> new HashMap<>())
                    .put(
                            partition.partition(),
                            ahead(commit, from, ids.getOrDefault(partition.topic(), Uuid.ZERO_UUID)));
        });
        return depths.entrySet().stream()
                .map(depth -> new QueueDepth(
                        byTopic.getOrDefault(depth.getKey(), depth.getKey()),
                        ids.getOrDefault(depth.getKey(), Uuid.ZERO_UUID),
                        last.getOrDefault(depth.getKey(), Map.of()),
                        depth.getValue(),
                        ahead.getOrDefault(depth.getKey(), Map.of())))
                .toList();
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicDescription> topics, OffsetSpec which) {
        var wanted = new HashMap<TopicPartition, OffsetSpec>();
        for (TopicDescription topic : topics) {
            topic.partitions()
                    .forEach(partition -> wanted.put(new TopicPartition(topic.name(), partition.partition()), which));
        }
        Map<TopicPartition, ListOffsetsResultInfo> found =
                Answer.to(client().listOffsets(wanted, COMMITTED).all(), PATIENCE);
        var offsets = new HashMap<TopicPartition, Long>();
        found.forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    /** How many tasks beyond a commit, and from where the log begins, are settled. */
    static long ahead(OffsetAndMetadata commit, long from, Uuid topic) {
        return CompletedAhead.decode(commit.metadata(), topic, commit.offset())
                .map(completed -> completed.count(from))
                .orElse(0L);
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(Collection<String> queues) {
        var groups = queues.stream()
                .collect(Collectors.toMap(
                        queue -> Topics.group(application, queue), queue -> new ListConsumerGroupOffsetsSpec()));
        var answers = client().listConsumerGroupOffsets(groups);
        var committed = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (String group : groups.keySet()) {
            offsets(answers.partitionsToOffsetAndMetadata(group)).forEach((partition, offset) -> {
                if (offset != null) { // a partition without commit
                    committed.put(partition, offset);
                }
            });
        }
        return committed;
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(
            KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> answer) {
        try {
            return Answer.to(answer, PATIENCE);
        } catch (GroupIdNotFoundException nobodyYet) {
            return Map.of();
        }
    }

    private Admin client() {
        return admin.client();
    }

    private RuntimeException unavailable(KafkaException failure) {
        return Fault.BROKER_UNAVAILABLE.causedBy(failure, admin.bootstrapServers(), failure.getMessage());
    }
}
