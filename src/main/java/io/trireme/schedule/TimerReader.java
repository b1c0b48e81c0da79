package io.trireme.schedule;

import io.trireme.Fault;
import io.trireme.schedule.TimerSelection.Place;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads which timers wait, from the changelog of their store, each partition up to the end that it had at first. So any
 * program can ask, without asking the processes that hold them. A million timers cost their keys and not what they carry: the
 * whole changelog is read for keys, and then from the first of the timers selected to the last one. A timer that fires in
 * between is not found. Not thread-safe; one for each question.
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
        settings.remove(ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG);
        settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        this.consumer = new KafkaConsumer<>(settings);
    }

    /**
     * The timers selected, the first one due first.
     *
     * @throws io.trireme.TriremeException {@link Fault#BROKER_UNAVAILABLE}
     */
    List<Timer> read(TimerSelection selection) {
        try {
            var partitions = consumer.listTopics(PATIENCE).getOrDefault(Topics.scheduleChangelog(), List.of());
            for (var partition : partitions) {
                select(new TopicPartition(partition.topic(), partition.partition()), selection);
            }
            var timers = new ArrayList<Timer>();
            selection.places().stream()
                    .collect(Collectors.groupingBy(Place::partition))
                    .forEach((partition, places) -> fetch(partition, places, selection.keepsPayloads(), timers));
            timers.sort(Comparator.comparing(Timer::due).thenComparing(Timer::id));
            return timers;
        } catch (KafkaException failure) {
            throw Fault.BROKER_UNAVAILABLE.causedBy(failure, kafka.bootstrapServers(), failure.getMessage());
        }
    }

    /** What lies under a due key, and then what deletes it, come in the order in which the store changed. */
    private void select(TopicPartition partition, TimerSelection selection) {
        var waiting = new HashMap<ByteBuffer, Long>(); // offsets by key; of this partition
        long end = consumer.endOffsets(List.of(partition), PATIENCE).getOrDefault(partition, 0L);
        through(partition, 0, end, record -> {
            if (record.key() == null || !TimerKeys.isDue(record.key())) {
                return;
            }
            if (record.value() == null) {
                waiting.remove(ByteBuffer.wrap(record.key()));
            } else if (selection.wants(TimerKeys.idOf(record.key()))) {
                waiting.put(ByteBuffer.wrap(record.key()), record.offset());
            }
        });
        waiting.forEach((key, offset) -> selection.add(
                new Place(partition, offset, TimerKeys.millisOf(key.array()), TimerKeys.idOf(key.array()))));
    }

    private void fetch(TopicPartition partition, List<Place> places, boolean payloads, List<Timer> timers) {
        var ids = places.stream().collect(Collectors.toMap(Place::offset, Place::id));
        long first = Collections.min(ids.keySet());
        through(partition, first, Collections.max(ids.keySet()) + 1, record -> {
            String id = ids.get(record.offset());
            if (id != null) {
                Timer timer = TimerCodec.decode(id, record.value());
                timers.add(payloads ? timer : timer.withoutPayload());
            }
        });
    }

    /** Shows the records from an offset on (or the first there is) and before {@code end}. */
    private void through(TopicPartition partition, long from, long end, Consumer<ConsumerRecord<byte[], byte[]>> whom) {
        consumer.assign(List.of(partition));
        if (from == 0) {
            consumer.seekToBeginning(List.of(partition));
        } else {
            consumer.seek(partition, from);
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long before = -1;
        for (long at = consumer.position(partition); at < end; at = consumer.position(partition)) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < end) {
                    whom.accept(record);
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
    }

    @Override
    public void close() {
        consumer.close();
    }
}
