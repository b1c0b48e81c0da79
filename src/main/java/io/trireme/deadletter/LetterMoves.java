package io.trireme.deadletter;

import io.trireme.Fault;
import io.trireme.TriremeException;
import io.trireme.wire.SharedAdmin;
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
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;

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
    private static final int LETTERS_PER_TRANSACTION = 50_000;
    private static final long BYTES_PER_TRANSACTION = 32L * 1024 * 1024;
    private static final int MOST_FAILURES_TOLD = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Who reads what is committed waits behind an open transaction, workers of the queue among them. */
    static final Duration LONGEST_OPEN = Duration.ofSeconds(1);

    /** What is sent in one go: the letters of a partition become tasks of all partitions. */
    private static final int SENT_TOGETHER = 256 * 1024;

    private static final int GATHERED_MILLIS = 20;

    /** An operator that died holds readers up no longer than this, and by less than {@link #SIGNS} ms. */
    private static final Duration LONGEST_TRANSACTION = Duration.ofSeconds(30);

    /** Operators sign their transactional id with one of so many lengths of a transaction: all that others can read of it. */
    static final int SIGNS = 1_000;

    /** A letter's move: what is written of it. */
    private record Move(String id, List<ProducerRecord<byte[], byte[]>> writes) {}

    private final String queue;
    private final OperatorsTurn turn;
    private final SharedAdmin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Function<Letter, List<ProducerRecord<byte[], byte[]>>> writes;
    private final long pause; // between two letters, in nanoseconds
    private final int together;
    private final List<Move> open = new ArrayList<>(); // what the transaction has written, if one is open
    private final List<String> failures = new ArrayList<>();
    private long bytes; // of what is open
    private long opened;
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
        String id = "trireme.redrive." + queue;
        int longestMillis = (int) LONGEST_TRANSACTION.toMillis() + sign;
        this.turn = new OperatorsTurn(admin, id, longestMillis);
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
        settings.put(ProducerConfig.LINGER_MS_CONFIG, GATHERED_MILLIS);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, SENT_TOGETHER);
        this.producer = new KafkaProducer<>(settings);
        try {
            producer.initTransactions();
        } catch (InterruptException stopped) {
            producer.close(Duration.ZERO);
            throw stopped;
        } catch (KafkaException failure) {
            producer.close(Duration.ZERO);
            throw unavailable(failure);
        }
    }

    /** Moves the letter in the transaction that {@link #flush} ends, or a full one. */
    void add(Letter letter) {
        var move = new Move(letter.id(), writes.apply(letter));
        long now = System.nanoTime();
        if (open.isEmpty()) {
            opened = now;
            begun = begun == 0 ? now : begun;
        }
        open.add(move);
        bytes += bytes(move);
        try {
            if (open.size() == 1) {
                producer.beginTransaction();
            }
            move.writes.forEach(producer::send);
        } catch (KafkaException refused) {
            moveApart(refused);
            return;
        }
        if (open.size() >= together || bytes >= BYTES_PER_TRANSACTION || now - opened >= LONGEST_OPEN.toNanos()) {
            flush();
        }
    }

    private static long bytes(Move move) {
        long bytes = 0;
        for (ProducerRecord<byte[], byte[]> write : move.writes) {
            bytes += write.key() == null ? 0 : write.key().length;
            bytes += write.value() == null ? 0 : write.value().length;
            for (Header header : write.headers()) {
                bytes += header.value() == null ? 0 : header.value().length;
            }
        }
        return bytes;
    }

    /** Ends the open transaction, if one is: what was added is moved then. */
    void flush() {
        if (open.isEmpty()) {
            return;
        }
        try {
            commit();
        } catch (KafkaException refused) {
            moveApart(refused);
            return;
        }
        moved += open.size();
        closed();
        pace();
    }

    private List<Move> closed() {
        var moves = List.copyOf(open);
        open.clear();
        bytes = 0;
        return moves;
    }

    /** One of what is open is too large, else this throws. */
    private void moveApart(KafkaException refused) {
        RecordTooLargeException tooLarge = abort(refused);
        moveApart(closed(), tooLarge);
        pace();
    }

    private void moveApart(List<Move> moves, RecordTooLargeException tooLarge) {
        if (moves.size() == 1) {
            failed(moves.getFirst(), tooLarge);
            return;
        }
        int half = moves.size() / 2;
        for (List<Move> part : List.of(moves.subList(0, half), moves.subList(half, moves.size()))) {
            move(part).ifPresent(again -> moveApart(part, again));
        }
    }

    private void failed(Move move, RecordTooLargeException tooLarge) {
        failed++;
        if (failures.size() < MOST_FAILURES_TOLD) {
            failures.add("Letter " + move.id + " stays where it is, being too large for the queue: "
                    + tooLarge.getMessage() + " Raise max.message.bytes of the queue's topic.");
        }
    }

    /** Empty: moved. */
    private Optional<RecordTooLargeException> move(List<Move> moves) {
        try {
            producer.beginTransaction();
            moves.forEach(move -> move.writes.forEach(producer::send));
            commit();
            moved += moves.size();
            return Optional.empty();
        } catch (KafkaException refused) {
            return Optional.of(abort(refused));
        }
    }

    /** Why nothing of the transaction was written, if it was a record that is too large; throws anything else. */
    private RecordTooLargeException abort(KafkaException refused) {
        if (cause(refused, InterruptException.class).isPresent()) {
            throw interrupted();
        }
        // The producer wraps what went wrong when it is told of it late.
        var tooLarge = cause(refused, RecordTooLargeException.class).map(RecordTooLargeException.class::cast);
        if (tooLarge.isEmpty()) {
            throw isFenced(refused) || turn.isOver()
                    ? Fault.REDRIVE_OVERTAKEN.causedBy(refused, queue, moved)
                    : unavailable(refused);
        }
        producer.abortTransaction();
        return tooLarge.get();
    }

    private static boolean isFenced(KafkaException refused) {
        return cause(refused, ProducerFencedException.class)
                .or(() -> cause(refused, InvalidProducerEpochException.class))
                .isPresent();
    }

    /** What it throws when its thread was interrupted, which the thread still knows. */
    InterruptException interrupted() {
        return new InterruptException(
                "What moves the dead letters of queue '%s' was interrupted after %d of them or a few more; none of the others is half done. Look at what is left and start again."
                        .formatted(queue, moved));
    }

    private TriremeException unavailable(KafkaException failure) {
        return Fault.BROKER_UNAVAILABLE.causedBy(failure, admin.bootstrapServers(), failure.getMessage());
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

    /** Waits until readers are given what was moved. */
    void awaitSeen() {
        turn.awaitSeen();
    }

    MoveReport report() {
        return new MoveReport(moved + failed, moved, failed, failures);
    }

    /** Aborts what is open, also on a thread that was interrupted: who reads the queue would wait for that. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            producer.close(PATIENCE);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
