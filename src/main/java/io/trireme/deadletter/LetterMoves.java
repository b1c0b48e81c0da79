package io.trireme.deadletter;

import io.trireme.Fault;
import io.trireme.wire.Headers;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Moves dead letters: each transaction writes what becomes of some of them, tombstones included. So a crash half-way leaves
 * each either moved or where it was.
 *
 * <p>One transactional id for each queue. Whoever opens it fences the one before, whose open transaction is aborted, and
 * only then reads: so no letter is moved twice by two operators.
 *
 * <p>A letter that the brokers do not take, being too large for its queue, is left and told of; the others of its
 * transaction are moved one by one then. Not thread-safe.
 */
final class LetterMoves implements AutoCloseable {
    private static final int LETTERS_PER_TRANSACTION = 1_000;
    private static final long BYTES_PER_TRANSACTION = 8L * 1024 * 1024;
    private static final int MOST_FAILURES_TOLD = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** An operator that died holds readers up no longer than this. */
    private static final Duration LONGEST_TRANSACTION = Duration.ofSeconds(30);

    private final String queue;
    private final KafkaProducer<byte[], byte[]> producer;
    private final String bootstrapServers;
    private final Function<Letter, List<ProducerRecord<byte[], byte[]>>> writes;
    private final long pause; // between two letters, in nanoseconds
    private final int together;
    private final List<Letter> batch = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private long bytes; // of the batch
    private long begun;
    private long moved;
    private long failed;

    /**
     * @param writes what the transaction writes for a letter
     * @param rate most letters moved each second
     */
    LetterMoves(
            KafkaSettings kafka,
            String queue,
            Function<Letter, List<ProducerRecord<byte[], byte[]>>> writes,
            double rate) {
        this.queue = queue;
        this.writes = writes;
        this.bootstrapServers = kafka.bootstrapServers();
        this.pause = rate == Double.POSITIVE_INFINITY
                ? 0
                : (long) (Duration.ofSeconds(1).toNanos() / rate);
        this.together = (int) Math.clamp(rate / 5, 1, LETTERS_PER_TRANSACTION);
        Map<String, Object> settings = kafka.producer("trireme-redrive");
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "trireme.redrive." + queue);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) LONGEST_TRANSACTION.toMillis());
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        this.producer = new KafkaProducer<>(settings);
        try {
            producer.initTransactions();
        } catch (KafkaException failure) {
            producer.close(Duration.ZERO);
            throw Fault.BROKER_UNAVAILABLE.causedBy(failure, kafka.bootstrapServers(), failure.getMessage());
        }
    }

    /** The letter is among those that {@link #flush} moves, if not moved at once. */
    void add(Letter letter) {
        batch.add(letter);
        bytes += LetterReader.bytes(letter.record());
        if (batch.size() >= together || bytes >= BYTES_PER_TRANSACTION) {
            flush();
        }
    }

    /** Moves what was added. */
    void flush() {
        if (batch.isEmpty()) {
            return;
        }
        var letters = List.copyOf(batch);
        batch.clear();
        bytes = 0;
        if (begun == 0) {
            begun = System.nanoTime();
        }
        if (move(letters).isPresent()) {
            for (Letter letter : letters) {
                move(List.of(letter)).ifPresent(tooLarge -> failed(letter, tooLarge));
            }
        }
        pace();
    }

    private void failed(Letter letter, RecordTooLargeException tooLarge) {
        failed++;
        if (failures.size() < MOST_FAILURES_TOLD) {
            failures.add("Letter " + letter.id() + " stays where it is, being too large for the queue: "
                    + tooLarge.getMessage() + " Raise max.message.bytes of the queue's topic.");
        }
    }

    /** Empty: moved. */
    private Optional<RecordTooLargeException> move(List<Letter> letters) {
        try {
            producer.beginTransaction();
            letters.forEach(letter -> writes.apply(letter).forEach(producer::send));
            commit();
            moved += letters.size();
            return Optional.empty();
        } catch (KafkaException refused) {
            // The producer wraps what went wrong when it is told of it late.
            if (cause(refused, ProducerFencedException.class)
                    .or(() -> cause(refused, InvalidProducerEpochException.class))
                    .isPresent()) {
                throw Fault.REDRIVE_OVERTAKEN.causedBy(refused, queue, moved);
            }
            RecordTooLargeException tooLarge = cause(refused, RecordTooLargeException.class)
                    .map(RecordTooLargeException.class::cast)
                    .orElseThrow(
                            () -> Fault.BROKER_UNAVAILABLE.causedBy(refused, bootstrapServers, refused.getMessage()));
            producer.abortTransaction();
            return Optional.of(tooLarge);
        }
    }

    private static Optional<Throwable> cause(Throwable failure, Class<? extends Throwable> type) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(type::isInstance)
                .findFirst();
    }

    /** A commit without an answer may have happened: asked again, it is made once. */
    private void commit() {
        try {
            producer.commitTransaction();
        } catch (TimeoutException unanswered) {
            producer.commitTransaction();
        }
    }

    private void pace() {
        while (true) {
            long ahead = moved * pause - (System.nanoTime() - begun);
            if (ahead <= 0 || Thread.currentThread().isInterrupted()) {
                return;
            }
            LockSupport.parkNanos(ahead);
        }
    }

    MoveReport report() {
        return new MoveReport(moved + failed, moved, failed, failures);
    }

    /** What makes the letter go away. */
    static ProducerRecord<byte[], byte[]> tombstone(Letter letter) {
        var record = letter.record();
        return new ProducerRecord<>(record.topic(), record.partition(), record.key(), null);
    }

    /** The same letter with another payload. */
    static ProducerRecord<byte[], byte[]> edited(Letter letter, byte[] payload) {
        var record = letter.record();
        return new ProducerRecord<>(record.topic(), record.partition(), record.key(), payload, record.headers());
    }

    /**
     * The task as it was published, for the queue, saying where it comes from. Its time limit is over, since somebody wants it
     * run, and its attempts are counted anew.
     */
    static ProducerRecord<byte[], byte[]> task(Letter letter, String queue) {
        var headers = new RecordHeaders();
        for (Header header : letter.record().headers()) {
            String name = header.key();
            if (!name.startsWith(Headers.DEAD_PREFIX)
                    && !Headers.OF_A_RETRY.contains(name)
                    && !name.equals(Headers.EXPIRES)
                    && !name.equals(Headers.REDRIVEN)
                    && !name.equals(Headers.REDRIVEN_FROM)) {
                headers.add(header);
            }
        }
        if (headers.lastHeader(Headers.ID) == null) {
            headers.add(Headers.ID, letter.record().key()); // its place was its id, and it gets another place
        }
        headers.add(Headers.REDRIVEN_FROM, bytes(letter.place()));
        headers.add(Headers.REDRIVEN, bytes(Integer.toString(letter.redriven() + 1)));
        return new ProducerRecord<>(
                Topics.tasks(queue), null, letter.taskKey(), letter.record().value(), headers);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close(PATIENCE);
    }
}
