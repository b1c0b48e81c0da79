package io.trireme.consume;

import io.trireme.wire.KafkaSettings;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads when the first unsettled task of each partition was published: its record's time.
 *
 * <p>A partition is read again only when its watermark has moved, or a while after it gave nothing: there may be no record
 * at all beyond it, only what transactions left. So many at a time, so long, those first that were not read for longest.
 * Meanwhile what is known of a partition is too old rather than too young. Not thread-safe.
 */
final class OldestReader implements AutoCloseable {
    private static final int MOST_AT_ONCE = 200;
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final Duration AGAIN = Duration.ofMinutes(1);

    /** A partition that nobody looked at for so long. */
    private static final Duration FORGOTTEN = Duration.ofHours(1);

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration CLOSING = Duration.ofSeconds(1);

    /** One record of each partition is wanted. */
    private static final int FETCH_BYTES = 16 * 1024;

    private static final int REQUEST_BYTES = 4 * 1024 * 1024;

    private final KafkaSettings kafka;
    private final LongSupplier nanoTime;
    private final Map<TopicPartition, Known> known = new HashMap<>(); // of partitions with unsettled tasks
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;

    /**
     * What is known of a partition.
     *
     * @param timestamp of the record at its watermark, or of an earlier one
     * @param certain false: nothing came at the last look
     */
    private record Known(long watermark, long timestamp, long read, boolean certain) {
        private static final long NO_RECORD = -1;
        private static final Known NEVER = new Known(0, NO_RECORD, Long.MIN_VALUE, false);
    }

    OldestReader(KafkaSettings kafka, LongSupplier nanoTime) {
        this.kafka = kafka;
        this.nanoTime = nanoTime;
    }

    /**
     * The times in milliseconds since 1970, as far as they could be read.
     *
     * @param queues those that are looked at: of others what is known stays so, for a while
     * @param waiting their partitions with unsettled tasks, and the watermarks
     */
    Map<TopicPartition, Long> read(Set<String> queues, Map<TopicPartition, Long> waiting) {
        long now = nanoTime.getAsLong();
        known.entrySet()
                .removeIf(one -> !waiting.containsKey(one.getKey())
                        && (queues.contains(one.getKey().topic())
                                || now - one.getValue().read() > FORGOTTEN.toNanos()));
        List<TopicPartition> moved = waiting.entrySet().stream()
                .filter(partition -> !isKnown(partition.getKey(), partition.getValue()))
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparingLong(
                        partition -> known.getOrDefault(partition, Known.NEVER).read()))
                .limit(MOST_AT_ONCE)
                .toList();
        if (!moved.isEmpty()) {
            fetch(moved, waiting);
        }
        var times = new HashMap<TopicPartition, Long>();
        known.forEach((partition, first) -> {
            if (first.timestamp() != Known.NO_RECORD) {
                times.put(partition, first.timestamp());
            }
        });
        return times;
    }

    private boolean isKnown(TopicPartition partition, long watermark) {
        Known first = known.get(partition);
        return first != null
                && first.watermark() == watermark
                && (first.certain() || nanoTime.getAsLong() - first.read() < AGAIN.toNanos());
    }

    private void fetch(List<TopicPartition> moved, Map<TopicPartition, Long> waiting) {
        KafkaConsumer<byte[], byte[]> reader = reader();
        reader.assign(moved);
        moved.forEach(partition -> reader.seek(partition, waiting.getOrDefault(partition, 0L)));
        Set<TopicPartition> left = new HashSet<>(moved);
        long end = nanoTime.getAsLong() + LONGEST.toNanos();
        while (!left.isEmpty() && nanoTime.getAsLong() < end) {
            ConsumerRecords<byte[], byte[]> records = reader.poll(POLL);
            for (TopicPartition partition : records.partitions()) {
                if (left.remove(partition)) {
                    ConsumerRecord<byte[], byte[]> first =
                            records.records(partition).getFirst();
                    known.put(
                            partition,
                            new Known(
                                    waiting.getOrDefault(partition, 0L),
                                    first.timestamp(),
                                    nanoTime.getAsLong(),
                                    true));
                }
            }
            reader.pause(records.partitions());
        }
        long now = nanoTime.getAsLong();
        for (TopicPartition silent : left) {
            long watermark = waiting.getOrDefault(silent, 0L);
            boolean passed =
                    reader.position(silent) > watermark; // there was no record, but only what transactions left
            long before = known.getOrDefault(silent, Known.NEVER).timestamp();
            known.put(silent, new Known(watermark, passed ? Known.NO_RECORD : before, now, false));
        }
        reader.unsubscribe();
    }

    private KafkaConsumer<byte[], byte[]> reader() {
        if (consumer == null) {
            Map<String, Object> settings = kafka.reader("trireme-oldest");
            settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
            settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, REQUEST_BYTES);
            settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) LONGEST.toMillis());
            consumer = new KafkaConsumer<>(settings);
        }
        return consumer;
    }

    @Override
    public void close() {
        KafkaConsumer<byte[], byte[]> closing = consumer;
        consumer = null; // first: it is of no use either if its closing fails, after an interrupt say
        if (closing != null) {
            closing.close(CLOSING);
        }
    }
}
