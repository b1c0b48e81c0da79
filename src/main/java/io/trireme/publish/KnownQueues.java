package io.trireme.publish;

import io.trireme.Fault;
import io.trireme.wire.Answer;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.Leaders;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which queues exist, so that a misspelt name is an error at the publisher.
 *
 * <p>A producer left to itself would make brokers create the topic, or wait for a minute. Any thread; what is remembered
 * is bounded by the topics there are.
 */
final class KnownQueues implements AutoCloseable {
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final KafkaSettings kafka;
    private final Duration patience;
    private final InstantSource clock;
    private final Map<String, Instant> until = new ConcurrentHashMap<>();
    private @Nullable Admin admin; // guarded by this

    KnownQueues(KafkaSettings kafka, Duration patience, InstantSource clock) {
        this.kafka = kafka;
        this.patience = patience;
        this.clock = clock;
    }

    /**
     * Looks the queue up unless it was seen within the last minute.
     *
     * @throws io.trireme.TriremeException {@link Fault#QUEUE_NAME_WRONG}, {@link Fault#QUEUE_UNKNOWN} or
     *     {@link Fault#BROKER_UNAVAILABLE}
     */
    void check(String queue) {
        Instant known = until.get(queue);
        Instant now = clock.instant();
        if (known != null && now.isBefore(known)) {
            return;
        }
        String topic = Topics.tasks(Topics.checkedQueue(queue));
        try {
            TopicDescription description = Answer.to(
                    admin().describeTopics(List.of(topic)).topicNameValues().get(topic), patience);
            if (known == null) {
                Leaders.await(admin(), description, patience);
            }
        } catch (UnknownTopicOrPartitionException | InvalidTopicException unknown) {
            forget(queue);
            throw Fault.QUEUE_UNKNOWN.causedBy(unknown, queue);
        } catch (KafkaException failure) {
            throw Fault.BROKER_UNAVAILABLE.causedBy(failure, kafka.bootstrapServers(), failure.getMessage());
        }
        until.put(queue, now.plus(REMEMBERED));
    }

    /** The queue is to be looked up again. */
    void forget(String queue) {
        until.remove(queue);
    }

    private synchronized Admin admin() {
        if (admin == null) {
            admin = Admin.create(kafka.admin("trireme-publisher-admin"));
        }
        return admin;
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }
}
