package io.trireme.deadletter;

import io.trireme.Fault;
import io.trireme.wire.Headers;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * Reads the letters of a queue that are there now: of each id the last, unless that is a tombstone.
 *
 * <p>Over each partition, up to the end that it had at first: to find where the last record of each id lies, keeping the
 * letters if they are few enough; else once more, for those. So a million letters cost their ids and not their payloads.
 * Not thread-safe; one for each question.
 */
final class LetterReader implements ReadAhead.Source {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);

    /** One partition is read at a time, so it may fetch much at once. */
    private static final int FETCH_BYTES = 8 * 1024 * 1024;

    /** The fetch that looks beyond the end of one partition holds up those of the next, for so long. */
    private static final int NOTHING_MORE_MILLIS = 5;

    /** A partition with more than this is read twice. */
    private static final long MOST_BYTES_KEPT = 64L * 1024 * 1024;

    /** Most ids of one partition that are kept in mind. */
    private static final int MOST_LETTERS = 2_000_000;

    /** The headers of one record stand for those of so many: to look at all costs more than to read them. */
    private static final int WEIGHED_EVERY = 8;

    private final String queue;
    private final KafkaSettings kafka;
    private final KafkaConsumer<byte[], byte[]> consumer;

    LetterReader(KafkaSettings kafka, String queue) {
        this.queue = queue;
        this.kafka = kafka;
        Map<String, Object> settings = kafka.consumer("unused", "trireme-dead-letters");
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.remove(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        settings.putIfAbsent(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, NOTHING_MORE_MILLIS);
        this.consumer = new KafkaConsumer<>(settings);
    }

    /**
     * Gives each letter to {@code whom} until that says it has enough; partition after partition, the oldest first.
     *
     * @throws io.trireme.TriremeException {@link Fault#QUEUE_UNKNOWN} or {@link Fault#BROKER_UNAVAILABLE}
     */
    @Override
    public void each(MoveProgress progress, LetterSink whom) {
        String topic = Topics.deadLetters(Topics.checkedQueue(queue));
        try {
            var partitions = consumer.partitionsFor(topic);
            if (partitions == null || partitions.isEmpty()) {
                throw Fault.QUEUE_UNKNOWN.because(queue);
            }
            List<TopicPartition> all = partitions.stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .sorted(Comparator.comparingInt(TopicPartition::partition))
                    .toList();
            consumer.assign(all); // else the client warns of what it is told of them
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(all, PATIENCE);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all, PATIENCE);
            long records = 0;
            for (TopicPartition partition : all) {
                records += ends.getOrDefault(partition, 0L) - begins.getOrDefault(partition, 0L);
            }
            long looked = 0;
            for (TopicPartition partition : all) {
                long end = ends.getOrDefault(partition, 0L);
                if (!each(partition, begins.getOrDefault(partition, 0L), end, whom)) {
                    return;
                }
                looked += end - begins.getOrDefault(partition, 0L);
                progress.at(looked, records);
            }
        } catch (KafkaException failure) {
            throw Fault.BROKER_UNAVAILABLE.causedBy(failure, kafka.bootstrapServers(), failure.getMessage());
        }
    }

    private boolean each(TopicPartition partition, long begin, long end, LetterSink whom) {
        var last = new HashMap<ByteBuffer, Long>(); // by id, where its last record lies that is no tombstone
        var kept = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        var bytes = new long[1];
        var seen = new int[1];
        read(partition, begin, end, record -> {
            if (record.key() == null) {
                return true; // another program's: without an id it cannot be put back
            }
            var id = ByteBuffer.wrap(record.key());
            if (isTombstone(record)) {
                last.remove(id);
                return true;
            }
            if (last.size() >= MOST_LETTERS && !last.containsKey(id)) {
                return true; // for another time; the tombstones behind it count all the same
            }
            last.put(id, record.offset());
            bytes[0] += (long) record.serializedKeySize() + record.serializedValueSize();
            if (seen[0]++ % WEIGHED_EVERY == 0) {
                bytes[0] += WEIGHED_EVERY * bytesOfHeaders(record);
            }
            if (bytes[0] <= MOST_BYTES_KEPT) {
                kept.add(record);
            } else {
                kept.clear();
            }
            return true;
        });
        RecordSink letters = record -> record.key() == null
                || last.getOrDefault(ByteBuffer.wrap(record.key()), -1L) != record.offset()
                || whom.take(new Letter(record));
        if (bytes[0] > MOST_BYTES_KEPT) {
            return read(partition, begin, end, letters);
        }
        return kept.stream().allMatch(letters::take);
    }

    /** The letter of a task without a value has none either, but says why the task gave up. */
    private static boolean isTombstone(ConsumerRecord<byte[], byte[]> record) {
        return record.value() == null && record.headers().lastHeader(Headers.DEAD_REASON) == null;
    }

    private static long bytesOfHeaders(ConsumerRecord<byte[], byte[]> record) {
        long bytes = 0;
        for (Header header : record.headers()) {
            bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return bytes;
    }

    /** False: {@code whom} had enough. */
    private boolean read(TopicPartition partition, long begin, long end, RecordSink whom) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, begin);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long before = -1;
        for (long at = consumer.position(partition); at < end; at = consumer.position(partition)) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (record.offset() >= end) {
                    return true;
                }
                if (!whom.take(record)) {
                    return false;
                }
            }
            if (at != before) { // also over markers and what was aborted
                before = at;
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw Fault.BROKER_UNAVAILABLE.because(
                        kafka.bootstrapServers(), "no more of " + partition + " came for " + PATIENCE);
            }
        }
        return true;
    }

    @Override
    public void close() {
        consumer.close();
    }

    /** Takes letters, one after another; false: enough. */
    interface LetterSink {
        boolean take(Letter letter);
    }

    private interface RecordSink {
        boolean take(ConsumerRecord<byte[], byte[]> record);
    }
}
