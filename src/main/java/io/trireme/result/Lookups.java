package io.trireme.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trireme.Fault;
import io.trireme.TriremeException;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Looks for the result of a task among the records of a partition, from a point in time to the end.
 *
 * <p>Bounded in every way: so many look-ups at a time, so many records, so long each. Consumers are kept for the next one.
 * Any thread; a call blocks.
 */
final class Lookups implements AutoCloseable {
    /** Most look-ups at a time, and so most consumers. */
    private static final int MOST_AT_ONCE = 8;

    /** How long a call waits for its turn. */
    private static final Duration TURN = Duration.ofSeconds(5);

    /** Most records that one look-up reads: some seconds' worth of results at full speed, hours' at an ordinary one. */
    private static final long MOST_RECORDS = 2_000_000;

    private static final Duration LONGEST = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaSettings kafka;
    private final LongSupplier nanoTime;
    private final Semaphore turns = new Semaphore(MOST_AT_ONCE);
    private final ConcurrentLinkedDeque<KafkaConsumer<byte[], byte[]>> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed; // written by close(), read by who gives a consumer back

    Lookups(KafkaSettings kafka, LongSupplier nanoTime) {
        this.kafka = kafka;
        this.nanoTime = nanoTime;
    }

    /**
     * What was told of the task last, or how it ended.
     *
     * @throws TriremeException {@link Fault#TOO_MANY_LOOKUPS}, {@link Fault#RESULT_TOO_FAR} or
     *     {@link Fault#BROKER_UNAVAILABLE}
     */
    Optional<TaskResult> find(String id, int partition, Instant from) {
        return inTurn(id, consumer -> read(consumer, id, new TopicPartition(Topics.results(), partition), from));
    }

    /** What is told of the task at this place; empty when it is not there any more. Throws the same. */
    Optional<TaskResult> at(String id, Place place) {
        return inTurn(id, consumer -> read(consumer, id, place));
    }

    private Optional<TaskResult> inTurn(
            String id, Function<KafkaConsumer<byte[], byte[]>, Optional<TaskResult>> reading) {
        try {
            if (!turns.tryAcquire(TURN.toMillis(), TimeUnit.MILLISECONDS)) {
                throw Fault.TOO_MANY_LOOKUPS.because(id, MOST_AT_ONCE);
            }
        } catch (InterruptedException stop) {
            throw new InterruptException(stop);
        }
        try {
            return lent(reading);
        } finally {
            turns.release();
        }
    }

    private Optional<TaskResult> lent(Function<KafkaConsumer<byte[], byte[]>, Optional<TaskResult>> reading) {
        KafkaConsumer<byte[], byte[]> kept = idle.poll();
        KafkaConsumer<byte[], byte[]> consumer =
                kept == null ? new KafkaConsumer<>(ReplyReader.settings(kafka, "trireme-lookups")) : kept;
        boolean sound = false;
        try {
            Optional<TaskResult> found = reading.apply(consumer);
            sound = true;
            return found;
        } catch (InterruptException stop) {
            throw stop; // that the brokers do not answer is not what happened
        } catch (KafkaException failure) {
            throw Fault.BROKER_UNAVAILABLE.causedBy(failure, kafka.bootstrapServers(), failure.getMessage());
        } finally {
            if (sound && !closed) {
                idle.push(consumer);
            } else {
                consumer.close();
            }
        }
    }

    private Optional<TaskResult> read(
            KafkaConsumer<byte[], byte[]> consumer, String id, TopicPartition partition, Instant from) {
        consumer.assign(List.of(partition));
        OffsetAndTimestamp begin = consumer.offsetsForTimes(Map.of(partition, from.toEpochMilli()), PATIENCE)
                .get(partition);
        if (begin == null) {
            return Optional.empty(); // nothing was told since
        }
        long end = consumer.endOffsets(List.of(partition), PATIENCE).getOrDefault(partition, 0L);
        consumer.seek(partition, begin.offset());
        long begun = nanoTime.getAsLong();
        byte[] key = id.getBytes(UTF_8);
        Optional<TaskResult> last = Optional.empty();
        long read = 0;
        while (consumer.position(partition) < end) {
            if (read > MOST_RECORDS || nanoTime.getAsLong() - begun > LONGEST.toNanos()) {
                throw Fault.RESULT_TOO_FAR.because(id, read, LONGEST.toSeconds());
            }
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            read += records.count();
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (Arrays.equals(record.key(), key)) {
                    Optional<TaskResult> told = ResultRecords.read(record);
                    if (told.filter(result -> result.state().isFinal()).isPresent()) {
                        return told; // what follows is of a second run
                    }
                    last = told.isPresent() ? told : last;
                }
            }
        }
        return last;
    }

    private Optional<TaskResult> read(KafkaConsumer<byte[], byte[]> consumer, String id, Place place) {
        var partition = new TopicPartition(Topics.results(), place.partition());
        consumer.assign(List.of(partition));
        if (place.offset()
                < consumer.beginningOffsets(List.of(partition), PATIENCE).getOrDefault(partition, 0L)) {
            return Optional.empty();
        }
        consumer.seek(partition, place.offset());
        long begun = nanoTime.getAsLong();
        while (consumer.position(partition) <= place.offset()) {
            if (nanoTime.getAsLong() - begun > LONGEST.toNanos()) {
                throw Fault.RESULT_TOO_FAR.because(id, 0, LONGEST.toSeconds());
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
                if (Arrays.equals(record.key(), id.getBytes(UTF_8))) {
                    return ResultRecords.read(record); // the first is the one
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        closed = true;
        for (KafkaConsumer<byte[], byte[]> consumer = idle.poll(); consumer != null; consumer = idle.poll()) {
            consumer.close();
        }
    }
}
