package io.trireme.deadletter;

import io.trireme.Fault;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.SharedAdmin;
import io.trireme.wire.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The dead letters of all queues: browse them, show one, edit its payload, put some back, purge some.
 *
 * <p>What changes anything does so in transactions, each letter with what becomes of it, so that two operators or a crash
 * half-way never run a task twice; the later of two operators stops the earlier one. Any thread; calls block, a redrive for
 * as long as it takes. A bean in the service.
 *
 * <p>All throw {@link io.trireme.TriremeException}: {@link Fault#QUEUE_UNKNOWN}, {@link Fault#QUEUE_NAME_WRONG},
 * {@link Fault#BROKER_UNAVAILABLE}; those that change something {@link Fault#REDRIVE_OVERTAKEN} too, and Kafka's
 * {@code InterruptException}, with the thread's flag set, when their thread is interrupted.
 */
public final class DeadLetterQueues {
    private final KafkaSettings kafka;
    private final SharedAdmin admin;

    /** @param admin asked whether topics exist */
    public DeadLetterQueues(KafkaSettings kafka, SharedAdmin admin) {
        this.kafka = kafka;
        this.admin = admin;
    }

    /** The first {@code limit} letters of a queue that match, partition after partition. */
    public List<Letter> browse(String queue, LetterFilter filter, int limit) {
        requireTopic(queue, Topics.deadLetters(Topics.checkedQueue(queue)));
        var found = new ArrayList<Letter>();
        try (var reader = new LetterReader(kafka, queue)) {
            reader.each(MoveProgress.UNWATCHED, letter -> {
                if (filter.matches(letter)) {
                    found.add(letter);
                }
                return found.size() < limit;
            });
        }
        return found;
    }

    /** How many letters of a queue match. */
    public long count(String queue, LetterFilter filter) {
        requireTopic(queue, Topics.deadLetters(Topics.checkedQueue(queue)));
        var count = new long[1];
        try (var reader = new LetterReader(kafka, queue)) {
            reader.each(MoveProgress.UNWATCHED, letter -> {
                count[0] += filter.matches(letter) ? 1 : 0;
                return true;
            });
        }
        return count[0];
    }

    /** @throws io.trireme.TriremeException {@link Fault#LETTER_UNKNOWN} */
    public Letter show(String queue, String id) {
        return browse(queue, LetterFilter.one(id), 1).stream()
                .findFirst()
                .orElseThrow(() -> Fault.LETTER_UNKNOWN.because(queue, id));
    }

    /**
     * Gives a letter another payload; all else stays.
     *
     * @throws io.trireme.TriremeException {@link Fault#LETTER_UNKNOWN}, {@link Fault#PAYLOAD_TOO_LARGE}
     */
    public void edit(String queue, String id, byte[] payload) {
        MoveReport report = move(
                queue,
                LetterFilter.one(id),
                letter -> List.of(LetterRecords.edited(letter, payload)),
                Double.POSITIVE_INFINITY,
                MoveProgress.UNWATCHED);
        if (report.failed() > 0) {
            throw Fault.PAYLOAD_TOO_LARGE.because(id, Topics.deadLetters(queue));
        }
        if (report.moved() == 0) {
            throw Fault.LETTER_UNKNOWN.because(queue, id);
        }
    }

    /**
     * Puts the letters that match back as tasks.
     *
     * @param progress told how far it is
     */
    public MoveReport redrive(String queue, LetterFilter filter, Redrive how, MoveProgress progress) {
        String target = how.to().orElse(queue);
        requireTopic(target, Topics.tasks(Topics.checkedQueue(target)));
        if (how.dryRun()) {
            return new MoveReport(count(queue, filter), 0, 0, List.of());
        }
        return move(
                queue,
                filter,
                letter -> List.of(LetterRecords.task(letter, target), LetterRecords.tombstone(letter)),
                how.rate().orElse(Double.POSITIVE_INFINITY),
                progress);
    }

    /** Forgets the letters that match. */
    public MoveReport purge(String queue, LetterFilter filter, MoveProgress progress) {
        return move(
                queue, filter, letter -> List.of(LetterRecords.tombstone(letter)), Double.POSITIVE_INFINITY, progress);
    }

    /** Opens the transactional id first and reads then: what an operator before did is seen, and it can do no more. */
    private MoveReport move(
            String queue,
            LetterFilter filter,
            Function<Letter, List<ProducerRecord<byte[], byte[]>>> writes,
            double rate,
            MoveProgress progress) {
        requireTopic(queue, Topics.deadLetters(Topics.checkedQueue(queue)));
        int sign = ThreadLocalRandom.current().nextInt(LetterMoves.SIGNS);
        try (var moves = new LetterMoves(admin, queue, writes, rate, sign);
                var ahead = ReadAhead.start(new LetterReader(kafka, queue), filter)) {
            while (follow(moves, ahead, progress)) {}
            moves.flush();
            moves.awaitSeen();
            return moves.report();
        }
    }

    /** False: there is no more to do. */
    private static boolean follow(LetterMoves moves, ReadAhead ahead, MoveProgress progress) {
        try {
            Optional<ReadAhead.Step> step = ahead.next(LetterMoves.LONGEST_OPEN);
            if (step.isEmpty()) {
                moves.flush(); // reading takes long
                return true;
            }
            switch (step.get()) {
                case ReadAhead.Step.Letters(List<Letter> letters) -> letters.forEach(moves::add);
                case ReadAhead.Step.Looked(long records, long all) -> progress.at(records, all);
                case ReadAhead.Step.End(Optional<RuntimeException> failure) -> {
                    if (failure.isPresent()) {
                        throw failure.get();
                    }
                    return false;
                }
            }
            return true;
        } catch (InterruptedException stopped) {
            throw moves.interrupted();
        }
    }

    private void requireTopic(String queue, String topic) {
        if (!admin.hasTopic(topic)) {
            throw Fault.QUEUE_UNKNOWN.because(queue);
        }
    }
}
