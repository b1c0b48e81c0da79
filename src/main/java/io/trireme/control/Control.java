package io.trireme.control;

import io.trireme.Fault;
import io.trireme.wire.Answer;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.SharedAdmin;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * What operators order at run time, for all processes. When a call returns the brokers have the order, which every worker
 * follows at once, or when it starts. Any thread; calls block while the brokers are asked. A bean in the service.
 *
 * <p>All throw {@link io.trireme.TriremeException}: {@link Fault#QUEUE_UNKNOWN}, {@link Fault#QUEUE_NAME_WRONG},
 * {@link Fault#CONTROL_MISSING}, {@link Fault#BROKER_UNAVAILABLE}. Of two who order at once the later one wins.
 */
public final class Control {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaSettings kafka;
    private final SharedAdmin admin;

    /** @param kafka where the brokers are */
    public Control(KafkaSettings kafka, SharedAdmin admin) {
        this.kafka = kafka;
        this.admin = admin;
    }

    /** Lets no task of the queue start, in any process, until it is resumed. Those that run may end. */
    public void pause(String queue) {
        order(queue, Order.pause());
    }

    /** Lets the queue's tasks start again. */
    public void resume(String queue) {
        order(queue, null);
    }

    private void order(String queue, byte @Nullable [] value) {
        Topics.checkedQueue(queue);
        try {
            if (!exists(Topics.tasks(queue))) {
                throw Fault.QUEUE_UNKNOWN.because(queue);
            }
            if (!exists(Topics.control())) {
                throw Fault.CONTROL_MISSING.because(queue);
            }
            send(Order.key(queue), value);
        } catch (ExecutionException | KafkaException failure) {
            throw Fault.BROKER_UNAVAILABLE.causedBy(failure, kafka.bootstrapServers(), failure.getMessage());
        }
    }

    /** Asked before something is written: the brokers may make a topic that is written to, and not a compacted one. */
    private boolean exists(String topic) {
        try {
            Answer.to(admin.client().describeTopics(List.of(topic)).allTopicNames(), PATIENCE);
            return true;
        } catch (UnknownTopicOrPartitionException absent) {
            return false;
        }
    }

    private void send(byte[] key, byte @Nullable [] value) throws ExecutionException {
        Map<String, Object> settings = kafka.producer("trireme-control-orders");
        int patience = (int) PATIENCE.toMillis();
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, patience);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, patience);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        try (var producer = new KafkaProducer<byte[], byte[]>(settings)) {
            producer.send(new ProducerRecord<>(Topics.control(), ControlReader.PARTITION, key, value))
                    .get();
        } catch (InterruptedException stopped) {
            throw new InterruptException(stopped);
        }
    }
}
