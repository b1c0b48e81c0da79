package io.trireme.wire;

import io.trireme.Fault;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Writes what operators order: a record or a few, awaited until the brokers have them. The one producer for that is opened
 * with the first and kept, so that the next order is not late by the opening. Any thread; blocks it for 10 s at most.
 */
@Singleton
public final class RecordWriter implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final KafkaSettings kafka;
    private @Nullable KafkaProducer<byte[], byte[]> producer; // guarded by this

    /** @param kafka where the brokers are */
    public RecordWriter(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    /** @throws io.trireme.TriremeException {@link Fault#BROKER_UNAVAILABLE} */
    public void write(ProducerRecord<byte[], byte[]> record) {
        write(List.of(record));
    }

    /** @throws io.trireme.TriremeException {@link Fault#BROKER_UNAVAILABLE}: not all of them may be there */
    public void write(List<ProducerRecord<byte[], byte[]>> records) {
        try {
            var open = producer();
            List<Future<RecordMetadata>> written =
                    records.stream().map(open::send).toList();
            for (Future<RecordMetadata> one : written) {
                one.get();
            }
        } catch (ExecutionException | KafkaException failure) {
            throw Fault.BROKER_UNAVAILABLE.causedBy(failure, kafka.bootstrapServers(), failure.getMessage());
        } catch (InterruptedException stopped) {
            throw new InterruptException(stopped);
        }
    }

    private synchronized KafkaProducer<byte[], byte[]> producer() {
        if (producer == null) {
            Map<String, Object> settings = kafka.producer("trireme-orders");
            settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
            settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
            settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
            settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
            producer = new KafkaProducer<>(settings);
        }
        return producer;
    }

    @Override
    @PreDestroy
    public synchronized void close() {
        if (producer != null) {
            producer.close(CLOSING);
            producer = null;
        }
    }
}
