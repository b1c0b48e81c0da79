package io.trireme.deadletter;

import io.trireme.Fault;
import io.trireme.TriremeException;
import io.trireme.wire.Answer;
import io.trireme.wire.SharedAdmin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Moves dead letters: each transaction writes what becomes of some of them, tombstones included. So a crash half-way leaves
 * each either moved or where it was.
 *
 * <p>One transactional id for each queue. Whoever opens it fences the one before, whose open transaction is aborted, and
 * only then reads: so no letter is moved twice by two operators.
 *
 * <p>A letter that the brokers do not take, being too large for its queue, is left and told of; it is found by halves, each a
 * transaction of its own. Not thread-safe.
 */
final class LetterMoves implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LetterMoves.class);
    private static final int LETTERS_PER_TRANSACTION = 20_000;
    private static final long BYTES_PER_TRANSACTION = 8L * 1024 * 1024;
    private static final int MOST_FAILURES_TOLD = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What is sent in one go: the letters of a partition become tasks of all partitions. */
    private static final int SENT_TOGETHER = 256 * 1024;

    /** An operator that died holds readers up no longer than this, and by less than {@link #SIGNS} ms. */
    private static final Duration LONGEST_TRANSACTION = Duration.ofSeconds(30);

    /** Operators sign their transactional id with one of so many lengths of a transaction: all that others can read of it. */
    static final int SIGNS = 1_000;

    /** How long who takes over may take to show. */
    private static final Duration TAKING_OVER = Duration.ofSeconds(5);

    private static final Duration ASK_AGAIN_AFTER = Duration.ofMillis(20);

    private final String queue;
    private final String id;
    private final int longestMillis; // of a transaction
    private final SharedAdmin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Function<Letter, List<ProducerRecord<byte[], byte[]>>> writes;
    private final long pause; // between two letters, in nanoseconds
    private final int together;
    private final List<Letter> batch = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Map<TopicPartition, Long> written = new HashMap<>(); // the last offset of each partition
    private long bytes; // of the batch
    private long begun;
    private long moved;
    private long failed;

    /**
     * @param writes what the transaction writes for a letter
     * @param rate most letters moved each second
     * @param sign tells this operator from others: at random below {@link #SIGNS}
     */
    LetterMoves(
            SharedAdmin admin,
            String queue,
            Function<Letter, List<ProducerRecord<byte[], byte[]>>> writes,
            double rate,
            int sign) {
        this.queue = queue;
        this.id = "trireme.redrive." + queue;
        this.longestMillis = (int) LONGEST_TRANSACTION.toMillis() + sign;
        this.admin = admin;
        this.writes = writes;
        this.pause = rate == Double.POSITIVE_INFINITY
                ? 0
                : (long) (Duration.ofSeconds(1).toNanos() / rate);
        this.together = (int) Math.clamp(rate / 5, 1, LETTERS_PER_TRANSACTION);
        Map<String, Object> settings = admin.settings().producer("trireme-redrive");
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, longestMillis);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, SENT_TOGETHER);
        this.producer = new KafkaProducer<>(settings);
        try {
            producer.initTransactions();
        } catch (KafkaException failure) {
            producer.close(Duration.ZERO);
            throw unavailable(failure);
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
        moveOrFind(letters);
        pace();
    }

    private void moveOrFind(List<Letter> letters) {
        Optional<RecordTooLargeException> tooLarge = move(letters);
        if (tooLarge.isEmpty()) {
            return;
        }
        if (letters.size() == 1) {
            failed(letters.getFirst(), tooLarge.get());
            return;
        }
        int half = letters.size() / 2;
        moveOrFind(letters.subList(0, half));
        moveOrFind(letters.subList(half, letters.size()));
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
            List<Future<RecordMetadata>> sent = letters.stream()
                    .flatMap(letter -> writes.apply(letter).stream())
                    .map(producer::send)
                    .toList();
            commit();
            sent.forEach(record -> written(record.resultNow()));
            moved += letters.size();
            return Optional.empty();
        } catch (KafkaException refused) {
            // The producer wraps what went wrong when it is told of it late.
            Optional<RecordTooLargeException> tooLarge =
                    cause(refused, RecordTooLargeException.class).map(RecordTooLargeException.class::cast);
            if (tooLarge.isEmpty()) {
                throw isFenced(refused) || isOvertaken()
                        ? Fault.REDRIVE_OVERTAKEN.causedBy(refused, queue, moved)
                        : unavailable(refused);
            }
            producer.abortTransaction();
            return tooLarge;
        }
    }

    private void written(RecordMetadata record) {
        written.merge(new TopicPartition(record.topic(), record.partition()), record.offset(), Math::max);
    }

    private static boolean isFenced(KafkaException refused) {
        return cause(refused, ProducerFencedException.class)
                .or(() -> cause(refused, InvalidProducerEpochException.class))
                .isPresent();
    }

    /**
     * Whether somebody else has the transactional id. Asked after an error that does not say so: while the brokers abort an open
     * transaction for the next owner they answer its commit with one (seen with 4.3, as an unknown error of the server).
     */
    private boolean isOvertaken() {
        long deadline = System.nanoTime() + TAKING_OVER.toNanos();
        try {
            while (!Thread.currentThread().isInterrupted() && System.nanoTime() < deadline) {
                var owner = admin.client().describeTransactions(List.of(id)).description(id);
                if (Answer.to(owner, PATIENCE).transactionTimeoutMs() != longestMillis) {
                    return true;
                }
                LockSupport.parkNanos(ASK_AGAIN_AFTER.toNanos());
            }
        } catch (KafkaException unknown) {
            LOG.debugf("Who owns %s could not be asked: %s", id, unknown.getMessage());
        }
        return false;
    }

    private TriremeException unavailable(KafkaException failure) {
        return Fault.BROKER_UNAVAILABLE.causedBy(failure, admin.bootstrapServers(), failure.getMessage());
    }

    /** The last offset of each partition that was written and committed. */
    Map<TopicPartition, Long> written() {
        return written;
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

    @Override
    public void close() {
        producer.close(PATIENCE);
    }
}
