package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * One partition through any history: fetched, settled in any order, committed or not, given up, lost, taken again with the
 * commit's offset and map, rewound. Old settlements arrive whenever they like. Tasks begin below an acknowledged mark only, and
 * suspects alone.
 */
class EpochModelTest {
    private static final TopicPartition PARTITION = new TopicPartition("q", 0);
    private static final Uuid TOPIC = Uuid.randomUuid();
    private static final int RECORDS = 150;

    @Property(tries = 500)
    void nothing_unsettled_is_committed_over_nor_settled_run_again_and_who_may_have_killed_is_suspected(
            @ForAll long seed) {
        var history = new History(new Random(seed));
        for (int step = 0; step < 400; step++) {
            history.step();
        }
        history.finish();
    }

    private static final class History {
        private final Random random;
        private final Assignment assignment =
                new Assignment(new Room(1_000, 1_000_000), new Quarantine(3, Duration.ofMillis(1)));
        private final TreeSet<Long> log = new TreeSet<>(); // the offsets that hold a record
        private final TreeSet<Long> settled = new TreeSet<>(); // in an epoch that counted
        private final List<Running> running = new ArrayList<>();
        private OffsetAndMetadata committed = new OffsetAndMetadata(0);
        private TreeSet<Long> settledWhenCommitted = new TreeSet<>();
        private long position;
        private long now;
        private final long end;

        private History(Random random) {
            this.random = random;
            long offset = 0;
            for (int i = 0; i < RECORDS; i++) {
                offset += random.nextInt(5) == 0 ? 1 + random.nextInt(20) : 0;
                log.add(offset++);
            }
            end = offset;
            assign();
        }

        private void step() {
            switch (random.nextInt(20)) {
                case 0 -> giveUp(true);
                case 1 -> giveUp(false);
                case 2 -> rewind();
                case 3, 4 -> commit();
                case 5, 6, 7 -> fetch();
                case 8, 9, 10, 11, 12 -> beginOne();
                default -> settleOne();
            }
        }

        private Epoch epoch() {
            return assignment.of(PARTITION);
        }

        private void assign() {
            var ahead = CompletedAhead.decode(committed.metadata(), TOPIC, committed.offset());
            assignment.assigned(
                    List.of(PARTITION), ahead.map(map -> Map.of(PARTITION, map)).orElse(Map.of()));
            position = committed.offset();
        }

        private void fetch() {
            var offsets = log.tailSet(position).stream()
                    .limit(1 + random.nextInt(12))
                    .mapToLong(Long::longValue)
                    .toArray();
            if (offsets.length == 0) {
                return;
            }
            position = offsets[offsets.length - 1] + 1;
            var batch = new Batch(offsets, 0);
            Epoch epoch = epoch();
            epoch.watermark().fetched(batch);
            for (int i = 0; i < offsets.length; i++) {
                if (epoch.completedBefore().contains(offsets[i])) {
                    assertThat(settled).as("left out, so it was settled").contains(offsets[i]);
                    batch.finish(i);
                } else {
                    assertThat(settledWhenCommitted)
                            .as("run again although the map had room for it")
                            .doesNotContain(offsets[i]);
                    running.add(new Running(epoch, batch, i, offsets[i]));
                }
            }
        }

        private void beginOne() {
            List<Running> waiting = running.stream()
                    .filter(one -> !one.begun && one.epoch.isOpen())
                    .toList();
            if (!waiting.isEmpty()) {
                Running one = waiting.get(random.nextInt(waiting.size()));
                Clearance clearance = one.epoch.clearance();
                one.begun = clearance.isBelowMark(one.offset) && !clearance.suspects(one.offset) || beginsAlone(one);
                assertThat(clearance.admits(one.offset)).isIn(false, one.begun);
            }
        }

        private boolean beginsAlone(Running one) {
            Clearance clearance = one.epoch.clearance();
            if (!clearance.suspects(one.offset) || !clearance.isBelowMark(one.offset)) {
                return false;
            }
            clearance.aloneBegins(one.offset);
            commit();
            assertThat(before().alone()).containsExactly(one.offset);
            clearance.aloneEnds();
            return true;
        }

        private Begun before() {
            return CompletedAhead.decode(committed.metadata(), TOPIC, committed.offset())
                    .map(CompletedAhead::begun)
                    .orElse(Begun.CLEAN);
        }

        /** As the settlement does it: a late one marks its own epoch's books, and counts only while that is not over. */
        private void settleOne() {
            List<Running> begun = running.stream().filter(one -> one.begun).toList();
            if (!begun.isEmpty()) {
                Running one = begun.get(random.nextInt(begun.size()));
                running.remove(one);
                if (!one.epoch.isEnded()) {
                    settled.add(one.offset);
                }
                one.batch.finish(one.index);
            }
        }

        private void commit() {
            assignment.count();
            Clearance clearance = epoch().clearance();
            var waiting = running.stream()
                    .filter(one -> one.epoch == epoch() && !one.begun && !clearance.isBelowMark(one.offset))
                    .filter(one -> random.nextBoolean()) // the rest waits in lanes
                    .map(one -> one.offset)
                    .collect(Collectors.toCollection(TreeSet::new));
            var need = new Clearance.Need(1 + random.nextInt(5), random.nextBoolean(), waiting, Duration.ZERO);
            clearance.raise(epoch().watermark(), need, ++now);
            Optional<OffsetAndMetadata> next = epoch().nextCommit(Optional.of(TOPIC));
            next.ifPresent(this::committed);
            clearance.acknowledged(clearance.allowed());
        }

        private void committed(OffsetAndMetadata next) {
            assertThat(log.headSet(next.offset()))
                    .as("below the committed offset")
                    .allMatch(settled::contains);
            committed = next;
            settledWhenCommitted = new TreeSet<>(settled);
        }

        /** Revoked: one more commit. Lost: none. Then another process, or this one, takes it. */
        private void giveUp(boolean committing) {
            Epoch epoch = epoch();
            epoch.close();
            if (committing) {
                epoch.clearance().ends();
                commit();
            }
            assignment.end(List.of(epoch));
            settled.retainAll(settledWhenCommitted); // what no commit tells of is done again
            var suspects = running.stream()
                    .filter(one -> one.epoch == epoch && one.begun && !committing)
                    .map(one -> one.offset)
                    .toList();
            assign();
            Clearance next = epoch().clearance();
            assertThat(suspects).allMatch(offset -> next.suspects(offset) || next.isCondemned(offset));
        }

        private void rewind() {
            Epoch old = epoch();
            long to = log.ceiling(random.nextLong(end));
            if (to >= position) {
                return;
            }
            position = old.resumesAt(to);
            assertThat(assignment.rewound(old, position)).isNotSameAs(old);
            assertThat(old.isEnded()).isTrue();
            settled.tailSet(position).clear(); // a new log from there on, or one whose books are begun anew
            settledWhenCommitted.tailSet(position).clear();
            commit();
        }

        private void finish() {
            while (position < end) {
                fetch();
            }
            running.removeIf(one -> one.epoch.isEnded());
            while (!running.isEmpty()) {
                beginOne();
                settleOne();
                commit();
            }
            commit();
            assertThat(committed.offset()).isEqualTo(end);
            assertThat(settled).containsAll(log);
        }
    }

    private static final class Running {
        private final Epoch epoch;
        private final Batch batch;
        private final int index;
        private final long offset;
        private boolean begun;

        private Running(Epoch epoch, Batch batch, int index, long offset) {
            this.epoch = epoch;
            this.batch = batch;
            this.index = index;
            this.offset = offset;
        }
    }
}
