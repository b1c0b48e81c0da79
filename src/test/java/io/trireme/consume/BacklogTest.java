package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trireme.consume.Backlog.Fetched;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private final Room room = new Room(1_000_000, 1L << 39);
    private final Backlog backlog = new Backlog();

    @Test
    void partitions_take_turns_however_much_of_the_first_was_fetched_before() {
        add(epoch(0), 0, 1_000);
        add(epoch(1), 0, 1_000);
        add(epoch(2), 0, 10);

        var first = new LinkedHashMap<Integer, Integer>();
        for (int i = 0; i < 300; i++) {
            first.merge(next().partition(), 1, Integer::sum);
        }

        assertThat(first).containsEntry(2, 10);
        assertThat(Math.abs(first.get(0) - first.get(1))).isLessThanOrEqualTo(32);
    }

    @Test
    void a_partition_gets_as_much_as_it_gets_done_and_a_slow_one_does_not_take_the_room_of_the_others() {
        Epoch slow = epoch(0);
        Epoch quick = epoch(1);
        add(slow, 0, 10_000);
        add(quick, 0, 10_000);
        for (int i = 0; i < 1_024; i++) {
            next();
        }

        var given = new LinkedHashMap<Integer, Integer>();
        for (int round = 0; round < 50; round++) { // 3 tasks of the quick one end for each of the slow one
            for (int i = 0; i < 32; i++) {
                (i % 4 == 0 ? slow : quick).room().ended(130);
            }
            room.look();
            for (int i = 0; i < 32; i++) {
                given.merge(next().partition(), 1, Integer::sum);
            }
        }

        assertThat(given.get(1)).isBetween(1_100, 1_300);
        assertThat(slow.room().records()).isCloseTo(quick.room().records(), within(64));
    }

    @Test
    void of_partitions_that_hold_equally_much_each_has_its_turn() {
        for (int partition = 0; partition < 4; partition++) {
            add(epoch(partition), 0, 1_000);
        }

        var given = new LinkedHashMap<Integer, Integer>();
        for (int i = 0; i < 8 * 32; i++) { // each ends before the next begins
            Fetched next = backlog.next();
            given.merge(next.record().partition(), 1, Integer::sum);
            backlog.handed();
        }

        assertThat(given).containsOnly(Map.entry(0, 64), Map.entry(1, 64), Map.entry(2, 64), Map.entry(3, 64));
    }

    @Test
    void what_an_earlier_owner_settled_does_not_wait() {
        Epoch epoch = epoch(0);
        Batch batch = batch(0, 4);
        batch.finish(0);
        batch.finish(2);
        backlog.add(epoch, batch, records(epoch, 0, 4));
        Batch settled = batch(4, 1);
        settled.finish(0);
        backlog.add(epoch, settled, records(epoch, 4, 1));

        assertThat(List.of(next().offset(), next().offset())).containsExactly(1L, 3L);
        assertThat(backlog.isEmpty()).isTrue();
        assertThat(backlog.bytes()).isZero();
    }

    @Property(tries = 200)
    void each_record_comes_once_in_the_order_of_its_partition_and_bytes_add_up(@ForAll long seed) {
        var random = new Random(seed);
        var backlog = new Backlog();
        var epochs = new ArrayList<Epoch>();
        Map<Epoch, Long> position = new LinkedHashMap<>();
        Map<Epoch, Long> handed = new LinkedHashMap<>();
        for (int step = 0; step < 300; step++) {
            switch (random.nextInt(10)) {
                case 0 -> {
                    Epoch epoch = epoch(epochs.size());
                    epochs.add(epoch);
                    position.put(epoch, 0L);
                    handed.put(epoch, 0L);
                }
                case 1 -> {
                    if (!epochs.isEmpty()) {
                        Epoch gone = epochs.remove(random.nextInt(epochs.size()));
                        gone.close();
                        backlog.dropClosed();
                    }
                }
                case 2, 3, 4 -> {
                    if (!epochs.isEmpty()) {
                        Epoch epoch = epochs.get(random.nextInt(epochs.size()));
                        int size = 1 + random.nextInt(50);
                        long from = position.merge(epoch, (long) size, Long::sum) - size;
                        backlog.add(epoch, batch(from, size), records(epoch, from, size));
                    }
                }
                default -> {
                    for (int i = random.nextInt(60); i > 0 && backlog.next() != null; i--) {
                        Epoch epoch = backlog.next().epoch();
                        assertThat(epochs).contains(epoch);
                        assertThat(backlog.next().record().offset()).isEqualTo(handed.get(epoch));
                        handed.merge(epoch, 1L, Long::sum);
                        backlog.handed();
                    }
                }
            }
            long waiting = epochs.stream()
                    .mapToLong(epoch -> position.get(epoch) - handed.get(epoch))
                    .sum();
            assertThat(backlog.isEmpty()).isEqualTo(waiting == 0);
            assertThat(backlog.bytes()).isEqualTo(waiting * 130);
        }
    }

    private ConsumerRecord<byte[], byte[]> next() {
        Fetched next = backlog.next();
        var record = next.record();
        next.epoch().room().taken(next.weight());
        backlog.handed();
        return record;
    }

    private void add(Epoch epoch, long from, int size) {
        backlog.add(epoch, batch(from, size), records(epoch, from, size));
    }

    private Epoch epoch(int partition) {
        return new Epoch(new TopicPartition("q", partition), 1, CompletedAhead.none(), room.share());
    }

    private static Batch batch(long from, int size) {
        var offsets = new long[size];
        for (int i = 0; i < size; i++) {
            offsets[i] = from + i;
        }
        return new Batch(offsets, 0);
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(Epoch epoch, long from, int size) {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        for (int i = 0; i < size; i++) {
            records.add(new ConsumerRecord<>(
                    "q",
                    epoch.partition().partition(),
                    from + i,
                    0,
                    TimestampType.CREATE_TIME,
                    1,
                    1,
                    new byte[1],
                    new byte[1],
                    new RecordHeaders(),
                    Optional.empty()));
        }
        return records;
    }
}
