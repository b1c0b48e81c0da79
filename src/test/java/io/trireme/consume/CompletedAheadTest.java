package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.trireme.consume.CompletedAhead.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class CompletedAheadTest {
    private static final Uuid TOPIC = new Uuid(7, 8);
    private static final SortedMap<Long, Integer> NONE_FAILED = Collections.emptySortedMap();

    @Property(tries = 200)
    void what_was_settled_comes_back_and_nothing_else_does(
            @ForAll long seed,
            @ForAll @LongRange(min = 0, max = Long.MAX_VALUE / 2) long watermark,
            @ForAll @IntRange(min = 0, max = 2_000) int count) {
        var random = new Random(seed);
        var runs = new ArrayList<Run>();
        long at = watermark;
        for (int i = 0; i < count; i++) {
            long first = at + 1 + random.nextInt(random.nextInt(10) == 0 ? 5_000 : 3);
            at = first + 1 + random.nextInt(random.nextInt(10) == 0 ? 5_000 : 3);
            runs.add(new Run(first, at));
        }

        String text = CompletedAhead.encode(TOPIC, watermark, runs, NONE_FAILED, Begun.CLEAN);

        assertThat(text.length()).isLessThanOrEqualTo(CompletedAhead.LONGEST);
        CompletedAhead read = read(text, watermark);
        boolean cut = false;
        at = watermark;
        for (Run run : runs) {
            for (; at < run.first(); at++) {
                if (read.contains(at)) {
                    fail("%d is said to be settled and is not", at);
                }
            }
            for (; at < run.end(); at++) {
                boolean kept = read.contains(at);
                if (kept && cut) {
                    fail("%d is said after one that was left out", at);
                }
                cut |= !kept;
            }
        }
        assertThat(cut && text.length() < CompletedAhead.LONGEST - 40)
                .as("left out although there was room")
                .isFalse();
    }

    @Property(tries = 200)
    void failed_attempts_come_back_beside_what_was_settled(
            @ForAll long seed, @ForAll @IntRange(min = 0, max = 1_000) int count) {
        var random = new Random(seed);
        long watermark = random.nextLong(1L << 40);
        var failed = new TreeMap<Long, Integer>();
        for (long at = watermark; failed.size() < count; at += 1 + random.nextInt(5_000)) {
            failed.put(at, 1 + random.nextInt(1_000));
        }
        var settled = List.of(new Run(watermark + 1, watermark + 2));

        String text = CompletedAhead.encode(TOPIC, watermark, settled, failed, Begun.CLEAN);
        CompletedAhead read = read(text, watermark);

        assertThat(text.length()).isLessThanOrEqualTo(CompletedAhead.LONGEST);
        assertThat(read.contains(watermark + 1)).isTrue();
        assertThat(failed.entrySet()).containsAll(read.failed().entrySet());
        assertThat(read.failed()).as("the first of them").hasSizeGreaterThanOrEqualTo(Math.min(count, 180));
        assertThat(failed.headMap(read.failed().isEmpty() ? 0 : read.failed().lastKey() + 1))
                .hasSameSizeAs(read.failed());
    }

    @Test
    void ten_thousand_tasks_in_flight_fit_however_they_lie() {
        var runs = new ArrayList<Run>();
        for (long offset = 1; offset < 20_000; offset += 2) { // the worst: every other one
            runs.add(new Run(offset, offset + 1));
        }

        CompletedAhead read = read(CompletedAhead.encode(TOPIC, 0, runs, NONE_FAILED, Begun.CLEAN), 0);

        for (long offset = 0; offset < 20_000; offset++) {
            if (read.contains(offset) != (offset % 2 == 1)) {
                fail("%d is told wrong", offset);
            }
        }
    }

    @Test
    void what_was_not_fetched_yet_is_told_on_by_the_next_owner() {
        var before = CompletedAhead.decode(
                        CompletedAhead.encode(
                                TOPIC, 5, List.of(new Run(6, 100), new Run(200, 300)), NONE_FAILED, Begun.CLEAN),
                        TOPIC,
                        5)
                .orElseThrow();
        var epoch = new Epoch(new TopicPartition("q", 0), 1, before, new Room(10, 1_000).share());

        epoch.watermark().caughtUp(5);
        var nothingFetched = epoch.nextCommit(Optional.of(TOPIC)).orElseThrow();
        assertThat(nothingFetched.offset()).isEqualTo(5);
        assertThat(CompletedAhead.decode(nothingFetched.metadata(), TOPIC, 5)
                        .orElseThrow()
                        .from(0))
                .containsExactly(new Run(6, 100), new Run(200, 300));

        epoch.watermark().fetched(new Batch(new long[] {5, 6, 7}, 0));
        var someFetched = epoch.nextCommit(Optional.of(TOPIC)).orElseThrow();
        assertThat(CompletedAhead.decode(someFetched.metadata(), TOPIC, 5)
                        .orElseThrow()
                        .from(0))
                .containsExactly(new Run(8, 100), new Run(200, 300));
    }

    @Test
    void what_failed_below_the_watermark_is_not_told_of() {
        var before = CompletedAhead.decode(
                        CompletedAhead.encode(TOPIC, 5, List.of(), new TreeMap<>(Map.of(5L, 2, 9L, 1)), Begun.CLEAN),
                        TOPIC,
                        5)
                .orElseThrow();
        var epoch = new Epoch(new TopicPartition("q", 0), 1, before, new Room(10, 1_000).share());

        epoch.watermark().caughtUp(8); // the log begins there by now
        var commit = epoch.nextCommit(Optional.of(TOPIC)).orElseThrow();

        assertThat(CompletedAhead.decode(commit.metadata(), TOPIC, 8)
                        .orElseThrow()
                        .failed())
                .isEqualTo(Map.of(9L, 1));
    }

    @Test
    void nothing_settled_is_an_empty_text() {
        assertThat(CompletedAhead.encode(TOPIC, 5, List.of(), NONE_FAILED, Begun.CLEAN))
                .isEmpty();
    }

    @Test
    void a_map_of_another_topic_or_watermark_counts_as_none() {
        String text = CompletedAhead.encode(TOPIC, 5, List.of(new Run(6, 7)), NONE_FAILED, Begun.CLEAN);

        assertThat(CompletedAhead.decode(text, new Uuid(7, 9), 5)).isEmpty();
        assertThat(CompletedAhead.decode(text, TOPIC, 4)).isEmpty();
        assertThat(CompletedAhead.decode(text, TOPIC, 5)).isPresent();
    }

    @Test
    void a_text_that_was_changed_anywhere_counts_as_none() {
        String text = CompletedAhead.encode(
                TOPIC, 1_000_000, List.of(new Run(1_000_007, 1_000_070)), NONE_FAILED, Begun.CLEAN);
        for (int i = 0; i < text.length() - 1; i++) { // the last character has bits that mean nothing
            char other = text.charAt(i) == 'A' ? 'B' : 'A';
            String changed = text.substring(0, i) + other + text.substring(i + 1);
            assertThat(CompletedAhead.decode(changed, TOPIC, 1_000_000))
                    .as(changed)
                    .isEmpty();
        }
    }

    @Test
    void what_other_programs_wrote_counts_as_none() {
        for (String text :
                List.of("", "t2.", "t1.AAAA", "hello", "t2.AAAA", "t2.!!!!", "t2.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")) {
            assertThat(CompletedAhead.decode(text, TOPIC, 0)).as(text).isEmpty();
        }
    }

    @Test
    void the_watermark_tells_its_runs_with_gaps_that_hold_no_record() {
        var watermark = new OffsetWatermark();
        var first = new Batch(new long[] {10, 11, 12, 20, 21}, 0);
        var second = new Batch(new long[] {30, 31}, 0);
        watermark.fetched(first);
        watermark.fetched(second);
        for (int index : List.of(1, 2, 3)) {
            first.finish(index);
        }
        second.finish(0);
        second.finish(1);
        watermark.countSettled();

        assertThat(watermark.runsAhead()).containsExactly(new Run(11, 21), new Run(30, 32));
    }

    private static CompletedAhead read(String text, long watermark) {
        return text.isEmpty()
                ? CompletedAhead.none()
                : CompletedAhead.decode(text, TOPIC, watermark).orElseThrow();
    }
}
