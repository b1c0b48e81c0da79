package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OffsetWatermarkTest {
    private final OffsetWatermark watermark = new OffsetWatermark();

    @Test
    void nothing_is_committed_before_a_position_is_known() {
        assertThat(watermark.committable()).isEmpty();
    }

    @Test
    void a_gap_left_by_compaction_does_not_hold_back_the_commit() {
        Batch batch = fetched(5, 9);

        batch.finish(1);
        batch.finish(0);
        watermark.countSettled();

        assertThat(watermark.committable()).hasValue(10);
    }

    @Test
    void the_first_unsettled_record_holds_the_watermark_and_the_rest_is_ahead() {
        Batch batch = fetched(10, 11, 12, 13);

        batch.finish(0);
        batch.finish(2);
        batch.finish(3);
        watermark.countSettled();

        assertThat(watermark.committable()).hasValue(11);
        assertThat(watermark.ahead()).isEqualTo(2);
    }

    @Test
    void an_abandoned_record_holds_the_watermark_for_ever() {
        Batch batch = fetched(0, 1);

        batch.finish(1);
        watermark.countSettled();

        assertThat(watermark.committable()).hasValue(0);
    }

    @Test
    void settled_batches_behind_a_stuck_record_melt_into_one_stretch() {
        Batch stuck = fetched(0);
        for (int offset = 1; offset <= 1_000; offset++) {
            fetched(offset).finish(0);
            watermark.countSettled();
        }
        assertThat(watermark.ahead()).isEqualTo(1_000);
        assertThat(watermark.stretches()).isEqualTo(2);

        stuck.finish(0);
        watermark.countSettled();
        assertThat(watermark.committable()).hasValue(1_001);
        assertThat(watermark.isEmpty()).isTrue();
    }

    @Test
    void a_marker_behind_the_last_record_is_passed_once_all_is_settled() {
        Batch batch = fetched(3);
        watermark.caughtUp(6);
        assertThat(watermark.committable())
                .as("not while offset 3 is unsettled")
                .hasValue(3);

        batch.finish(0);
        watermark.countSettled();
        watermark.caughtUp(6);
        assertThat(watermark.committable()).hasValue(6);
    }

    @Test
    void a_rewound_partition_is_refused() {
        fetched(7, 8);

        assertThatThrownBy(() -> fetched(8)).hasMessageContaining("was rewound");
    }

    @Property
    void in_any_order_of_completion_the_watermark_is_the_first_unsettled_offset(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int records) {
        var random = new Random(seed);
        var model = new TreeSet<Long>();
        var all = new TreeSet<Long>();
        var open = new ArrayList<Runnable>();
        var subject = new OffsetWatermark();
        long offset = random.nextInt(100);
        long end = offset;
        for (int left = records; left > 0 || !open.isEmpty(); ) {
            if (left > 0 && (open.isEmpty() || random.nextBoolean())) {
                int size = 1 + random.nextInt(Math.min(left, 7));
                left -= size;
                var offsets = new long[size];
                for (int i = 0; i < size; i++) {
                    offset += random.nextInt(4) == 0 ? random.nextInt(1_000) : 0; // a gap
                    offsets[i] = offset++;
                }
                end = offset;
                Batch batch = batch(offsets);
                subject.fetched(batch);
                for (int i = 0; i < size; i++) {
                    int index = i;
                    model.add(offsets[i]);
                    all.add(offsets[i]);
                    open.add(() -> {
                        batch.finish(index);
                        model.remove(offsets[index]);
                    });
                }
            } else {
                open.remove(random.nextInt(open.size())).run();
            }
            if (random.nextInt(3) == 0 || open.isEmpty()) {
                subject.countSettled();
                assertThat(subject.committable()).hasValue(model.isEmpty() ? end : model.first());
                var fetched = all.headSet(end);
                assertThat(fetched).allMatch(one -> subject.isSettled(one) != model.contains(one));
                assertThat(subject.isSettled(end)).isFalse();
                var ahead = fetched.stream()
                        .filter(one -> !model.isEmpty() && one > model.first() && !model.contains(one))
                        .toList();
                assertThat(subject.ahead()).isEqualTo(ahead.size());
                var told = all.stream()
                        .filter(one ->
                                subject.runsAhead().stream().anyMatch(run -> run.first() <= one && one < run.end()))
                        .toList();
                assertThat(told).as("what the map says").isEqualTo(ahead);
            }
        }
    }

    private Batch fetched(long... offsets) {
        Batch batch = batch(offsets);
        watermark.fetched(batch);
        return batch;
    }

    private static Batch batch(long... offsets) {
        return new Batch(offsets, 1_000);
    }
}
