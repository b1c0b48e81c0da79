package io.trireme.result;

import io.trireme.Fault;
import io.trireme.wire.Answer;
import io.trireme.wire.RecordWriter;
import io.trireme.wire.SharedAdmin;
import io.trireme.wire.TaskIds;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Where the results of tasks lie, asked of the processes with the role {@code state}, which note it as results are written.
 *
 * <p>Any thread; calls block. Bounded by a time, and by the number of questions.
 */
final class Places {
    /** For as long an answer is awaited; as a rule it takes milliseconds, and seconds while the role changes hands. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** For so long it is taken for true that there are such processes, or none. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private final SharedAdmin admin;
    private final RecordWriter writer;
    private final Replies replies;
    private final LongSupplier nanoTime;
    private volatile Sight sight; // what was seen last; written by who looks, and it does not matter who does so last

    private record Sight(long until, boolean kept) {}

    Places(SharedAdmin admin, RecordWriter writer, Replies replies, LongSupplier nanoTime) {
        this.admin = admin;
        this.writer = writer;
        this.replies = replies;
        this.nanoTime = nanoTime;
        this.sight = new Sight(nanoTime.getAsLong(), false);
    }

    /** Whether anybody notes where results lie; true too when the brokers do not say. */
    boolean areKept() {
        Sight last = sight;
        if (nanoTime.getAsLong() - last.until >= 0) {
            last = new Sight(nanoTime.getAsLong() + LOOK_AGAIN.toNanos(), hasMembers());
            sight = last;
        }
        return last.kept;
    }

    private boolean hasMembers() {
        try {
            ConsumerGroupDescription group = Answer.to(
                    admin.client()
                            .describeConsumerGroups(List.of(Topics.placesGroup()))
                            .describedGroups()
                            .get(Topics.placesGroup()),
                    PATIENCE);
            return !group.members().isEmpty();
        } catch (GroupIdNotFoundException nobodyYet) {
            return false;
        } catch (InterruptException stop) {
            throw stop;
        } catch (KafkaException unsaid) {
            return true;
        }
    }

    /**
     * Where it lies how the task ended, or else what was told of it last.
     *
     * @throws io.trireme.TriremeException {@link Fault#STATE_UNANSWERED}, {@link Fault#TOO_MANY_LOOKUPS} or
     *     {@link Fault#BROKER_UNAVAILABLE}
     */
    Optional<Place> find(String id) {
        int partitions = replies.partitions();
        int first = TaskIds.partition(id, partitions);
        Optional<Place> found = ask(id, List.of(first));
        if (found.isPresent() || TaskIds.time(id).isPresent()) {
            return found;
        }
        // Who publishes with an id of its own may also have named any partition for the result.
        return ask(
                id,
                IntStream.range(0, partitions)
                        .filter(partition -> partition != first)
                        .boxed()
                        .toList());
    }

    private Optional<Place> ask(String id, List<Integer> partitions) {
        int ours = replies.heard();
        Questions open = replies.questions();
        var asked = new ArrayList<Asked>();
        try {
            for (int partition : partitions) {
                var question = new Question(UUID.randomUUID().toString(), id, ours);
                asked.add(new Asked(partition, question, open.ask(question)));
            }
            writer.write(asked.stream()
                    .map(one -> one.question.record(one.partition))
                    .toList());
            return answered(id, asked);
        } finally {
            asked.forEach(one -> open.forget(one.question));
        }
    }

    private record Asked(int partition, Question question, CompletableFuture<Long> answer) {}

    private Optional<Place> answered(String id, List<Asked> asked) {
        var found = new CompletableFuture<Optional<Place>>(); // by the first who knows it, or when nobody does
        CompletableFuture<?>[] heard = asked.stream()
                .map(one -> one.answer.thenAccept(offset -> {
                    if (offset >= 0) {
                        found.complete(Optional.of(new Place(one.partition, offset)));
                    }
                }))
                .toArray(CompletableFuture[]::new);
        // Of the stages, not of the answers: what depends on one answer runs in no promised order.
        CompletableFuture.allOf(heard).thenRun(() -> found.complete(Optional.empty()));
        replies.expect(found);
        try {
            return found.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException silent) {
            throw Fault.STATE_UNANSWERED.causedBy(silent, "the result of task '" + id + "'", PATIENCE);
        } catch (InterruptedException stop) {
            throw new InterruptException(stop);
        } finally {
            found.cancel(false);
        }
    }
}
