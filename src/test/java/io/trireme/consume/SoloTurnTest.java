package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.run.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SoloTurnTest {
    private static final TopicPartition PARTITION = new TopicPartition("q", 0);
    private static final Uuid TOPIC = Uuid.randomUuid();
    private static final int SUSPECTS = 12;
    private static final Duration ALONE = Duration.ofMillis(10);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final Solitude solitude = new Solitude();
    private final Counters counters = new Counters();
    private final Admission admission = new Admission(this::begins);
    private final List<Long> begun = new ArrayList<>();
    private final List<Set<Long>> told = new ArrayList<>(); // of those that run alone, when each began
    private final OfferedWork workers = new OfferedWork(); // one
    private long outlasts = -1;
    private boolean keepsTheWorker;

    @AfterEach
    void close() {
        consumer.close();
    }

    @Test
    void one_commit_tells_of_several_which_run_in_their_order_and_the_last_commit_of_none() {
        turn(3, new TreeMap<>()).look(System.nanoTime());

        assertThat(begun).containsExactlyElementsOf(offsets(0, SUSPECTS));
        assertThat(told.subList(0, Begun.TOGETHER)).containsOnly(offsets(0, Begun.TOGETHER));
        assertThat(told.subList(Begun.TOGETHER, SUSPECTS)).containsOnly(offsets(Begun.TOGETHER, SUSPECTS));
        assertThat(commit().alone()).isEmpty();
        assertThat(counters.ranAlone().sum()).isEqualTo(SUSPECTS);
    }

    @Test
    void those_with_deaths_come_first_and_are_told_of_by_themselves() {
        turn(3, new TreeMap<>(Map.of(7L, 1, 9L, 2))).look(System.nanoTime());

        assertThat(begun).startsWith(9L, 7L, 0L, 1L);
        assertThat(told).startsWith(Set.of(9L), Set.of(7L));
        assertThat(told.get(2)).hasSize(Begun.TOGETHER);
        assertThat(commit().deaths()).isEmpty();
    }

    @Test
    void where_two_deaths_condemn_each_is_told_of_by_itself() {
        turn(2, new TreeMap<>()).look(System.nanoTime());

        assertThat(begun).hasSize(SUSPECTS);
        assertThat(told).allMatch(alone -> alone.size() == 1);
    }

    @Test
    void behind_one_that_outlasts_its_time_the_others_have_their_turn() {
        outlasts = 2;

        turn(3, new TreeMap<>()).look(System.nanoTime());

        assertThat(begun).containsExactlyElementsOf(offsets(0, SUSPECTS));
        assertThat(told.get(3)).hasSize(Begun.TOGETHER);
        assertThat(solitude.isOutlasted()).isTrue();
    }

    @Test
    void none_has_its_turn_while_one_that_outlasts_its_time_keeps_the_last_worker() {
        outlasts = 2;
        keepsTheWorker = true;

        turn(3, new TreeMap<>()).look(System.nanoTime());

        assertThat(begun).containsExactly(0L, 1L, 2L);
        assertThat(admission.suspects().size()).isEqualTo(SUSPECTS - 3);
        assertThat(commit().alone()).isEmpty();
    }

    /** The suspects are fetched, and each has come to a worker. */
    private SoloTurn turn(int deaths, TreeMap<Long, Integer> before) {
        var quarantine = new Quarantine(deaths, ALONE);
        var assignment = new Assignment(new Room(SUSPECTS, 1_000), quarantine);
        consumer.assign(List.of(PARTITION));
        var commits = new Commits(consumer, assignment, TOPIC, () -> {});
        String text = CompletedAhead.encode(
                TOPIC,
                0,
                List.of(),
                Collections.emptySortedMap(),
                new Begun(SUSPECTS, Collections.emptySortedSet(), Collections.emptySortedSet(), before));
        assignment.assigned(
                List.of(PARTITION),
                Map.of(PARTITION, CompletedAhead.decode(text, TOPIC, 0).orElseThrow()));
        Epoch epoch = assignment.of(PARTITION);
        var batch = new Batch(LongStream.range(0, SUSPECTS).toArray(), 0);
        epoch.watermark().fetched(batch);
        epoch.clearance()
                .raise(epoch.watermark(), new Clearance.Need(1, false, Collections.emptySortedSet(), Duration.ZERO), 0);
        commits.mark(assignment.held());
        for (int i = 0; i < SUSPECTS; i++) {
            assertThat(admission.keeps(attempt(epoch, batch, i))).isTrue();
        }
        var settings = TestQueue.settings("q").quarantine(deaths, ALONE).build();
        return new SoloTurn(settings, admission, assignment, commits, workers, solitude, counters, () -> false);
    }

    private static Attempt attempt(Epoch epoch, Batch batch, int offset) {
        return new Attempt(
                TestQueue.pipeline(Map.of(), List.of()),
                new ConsumerRecord<>("q", 0, offset, null, new byte[1]),
                epoch,
                batch,
                offset,
                Attempt.NO_LANE,
                1,
                1);
    }

    private void begins(Attempt suspect) {
        begun.add(suspect.offset());
        told.add(commit().alone());
        if (suspect.offset() != outlasts) {
            suspect.solo().of(() -> Work.NONE);
        } else if (keepsTheWorker) {
            workers.busy(1);
        }
    }

    private Begun commit() {
        var commit = consumer.committed(Set.of(PARTITION)).get(PARTITION);
        return CompletedAhead.decode(commit.metadata(), TOPIC, commit.offset())
                .map(CompletedAhead::begun)
                .orElse(Begun.CLEAN);
    }

    private static SortedSet<Long> offsets(int from, int end) {
        var offsets = new TreeSet<Long>();
        LongStream.range(from, end).forEach(offsets::add);
        return offsets;
    }
}
