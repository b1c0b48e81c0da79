package io.trireme.publish;

import io.trireme.Fault;
import io.trireme.TriremeException;
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
import java.util.function.Supplier;
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
        if (!isKnown(queue)) {
            Topics.checkedQueue(queue);
            lookUp(queue, () -> Fault.QUEUE_UNKNOWN.because(queue));
        }
    }

    /**
     * Looks the schedule's topic up in the same way.
     *
     * @throws io.trireme.TriremeException {@link Fault#SCHEDULE_MISSING} or {@link Fault#BROKER_UNAVAILABLE}
     */
    void checkSchedule(String id, String queue) {
        if (!isKnown(Topics.schedule())) {
            lookUp(Topics.schedule(), () -> Fault.SCHEDULE_MISSING.because(id, queue));
        }
    }

    private boolean isKnown(String topic) {
        Instant known = until.get(topic);
        return known != null && clock.instant().isBefore(known);
    }

    private void lookUp(String topic, Supplier<TriremeException> missing) {
        boolean first = !until.containsKey(topic);
        try {
            TopicDescription description = Answer.to(
                    admin().describeTopics(List.of(topic)).topicNameValues().get(topic), patience);
            if (first) {
                Leaders.await(admin(), description, patience);
            }
        } catch (UnknownTopicOrPartitionException | InvalidTopicException unknown) {
            forget(topic);
            throw missing.get();
        } catch (KafkaException failure) {
            throw Fault.BROKER_UNAVAILABLE.causedBy(failure, kafka.bootstrapServers(), failure.getMessage());
        }
        until.put(topic, clock.instant().plus(REMEMBERED));
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
