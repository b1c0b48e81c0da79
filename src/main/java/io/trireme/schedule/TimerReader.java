package io.trireme.schedule;

import io.trireme.Fault;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the timers that wait, from the changelog of their store, each partition up to the end that it had at first. So any
 * program can ask, without asking the processes that hold them. A million timers cost their keys and not their payloads, but
 * the whole changelog is read. Not thread-safe; one for each question.
 */
final class TimerReader implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaSettings kafka;
    private final KafkaConsumer<byte[], byte[]> consumer;

    TimerReader(KafkaSettings kafka) {
        this.kafka = kafka;
        Map<String, Object> settings = kafka.consumer("unused", "trireme-timers");
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.remove(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        this.consumer = new KafkaConsumer<>(settings);
    }

    /** @throws io.trireme.TriremeException {@link Fault#BROKER_UNAVAILABLE} */
    void read(TimerSelection into) {
        try {
            var partitions = consumer.listTopics(PATIENCE).getOrDefault(Topics.scheduleChangelog(), List.of());
            for (var partition : partitions) {
                read(new TopicPartition(partition.topic(), partition.partition()), into);
            }
        } catch (KafkaException failure) {
            throw Fault.BROKER_UNAVAILABLE.causedBy(failure, kafka.bootstrapServers(), failure.getMessage());
        }
    }

    /** What lies under a due key, and then what deletes it, come in the order in which the store changed. */
    private void read(TopicPartition partition, TimerSelection into) {
        long end = consumer.endOffsets(List.of(partition), PATIENCE).getOrDefault(partition, 0L);
        var waiting = new HashMap<ByteBuffer, Timer>(); // of this partition, those that the selection may want
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long before = -1;
        for (long at = consumer.position(partition); at < end; at = consumer.position(partition)) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < end && record.key() != null && TimerKeys.isDue(record.key())) {
                    change(record, waiting, into);
                }
            }
            if (at != before) {
                before = at;
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw Fault.BROKER_UNAVAILABLE.because(
                        kafka.bootstrapServers(), "no more of " + partition + " came for " + PATIENCE);
            }
        }
        waiting.values().forEach(into::add);
    }

    private static void change(
            ConsumerRecord<byte[], byte[]> record, Map<ByteBuffer, Timer> waiting, TimerSelection into) {
        var key = ByteBuffer.wrap(record.key());
        if (record.value() == null) {
            waiting.remove(key);
            return;
        }
        String id = TimerKeys.idOf(record.key());
        if (into.wants(id)) {
            Timer timer = TimerCodec.decode(id, record.value());
            waiting.put(key, into.keepsPayloads() ? timer : timer.withoutPayload());
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
