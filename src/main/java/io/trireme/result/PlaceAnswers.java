package io.trireme.result;

import io.trireme.wire.KafkaSettings;
import io.trireme.wire.LogBudget;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** Writes answers, apart from the transaction of the store, so that nobody waits for its commit. Any thread. */
final class PlaceAnswers implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PlaceAnswers.class);

    /** The longest that results wait to be noted because an answer finds no brokers. */
    private static final Duration BLOCKING = Duration.ofSeconds(1);

    private static final Duration SENDING = Duration.ofSeconds(5);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final KafkaProducer<byte[], byte[]> producer;
    private final LogBudget budget = new LogBudget(System::nanoTime);

    PlaceAnswers(KafkaSettings kafka) {
        Map<String, Object> settings = kafka.producer("trireme-results-answers");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCKING.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) SENDING.toMillis());
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) SENDING.toMillis());
        producer = new KafkaProducer<>(settings);
    }

    /** Returns at once; who gets no answer asks again. */
    void send(Question question, OptionalLong offset) {
        try {
            producer.send(question.answer(offset), (written, failure) -> {
                if (failure != null) {
                    unsent(failure);
                }
            });
        } catch (KafkaException | IllegalArgumentException refused) { // a partition that the topic does not have, too
            unsent(refused);
        }
    }

    private void unsent(Exception failure) {
        if (budget.allows()) {
            LOG.warnf(
                    "An answer where a result lies was not written: %s; who asked is told that there is none%s",
                    failure.getMessage(), budget.suppressed());
        }
    }

    @Override
    public void close() {
        producer.close(CLOSING);
    }
}
