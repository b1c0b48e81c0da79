package io.trireme.state;

import io.trireme.wire.KafkaSettings;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Writes apart from the transaction of the state, so that nobody waits for its commit. That is sound since a reply follows
 * from the log alone: if the transaction is undone, whoever repeats the commands gives the same replies. What the brokers
 * do not take is counted; the caller asks again. Any thread.
 */
final class KafkaOutbox implements Outbox, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(KafkaOutbox.class);

    /** The longest that commands wait because answers find no topic. */
    private static final Duration BLOCKING = Duration.ofSeconds(1);

    private static final Duration SENDING = Duration.ofSeconds(10);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final KafkaProducer<byte[], byte[]> producer;
    private final StateCounters counters;

    KafkaOutbox(KafkaSettings kafka, StateCounters counters) {
        Map<String, Object> settings = kafka.producer("trireme-state-replies");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCKING.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) SENDING.toMillis());
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) SENDING.toMillis());
        this.producer = new KafkaProducer<>(settings);
        this.counters = counters;
    }

    @Override
    public void reply(int partition, Reply reply) {
        send(new ProducerRecord<>(
                Topics.stateReplies(), reply.replyTo(), Texts.bytes(reply.session()), reply.encode(partition)));
    }

    @Override
    public void append(int partition, Command command) {
        send(new ProducerRecord<>(Topics.stateCommands(), partition, Texts.bytes(command.session()), command.encode()));
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record, (written, failure) -> {
                if (failure != null) {
                    undelivered(record.topic(), failure);
                }
            });
        } catch (KafkaException | IllegalArgumentException refused) { // a partition that the topic does not have, too
            undelivered(record.topic(), refused);
        }
    }

    private void undelivered(String topic, Exception failure) {
        counters.undelivered().increment();
        if (counters.budget().allows()) {
            LOG.warnf(
                    "A record for %s was not written: %s; who waits for it asks again%s",
                    topic, failure.getMessage(), counters.budget().suppressed());
        }
    }

    @Override
    public void close() {
        producer.close(CLOSING);
    }
}
