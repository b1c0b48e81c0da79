package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.consume.CompletedAhead.Run;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class BegunTest {
    private static final Uuid TOPIC = new Uuid(7, 8);
    private static final SortedMap<Long, Integer> NONE = Collections.emptySortedMap();
    private static final SortedSet<Long> NOBODY = Collections.emptySortedSet();

    @Property(tries = 200)
    void what_has_begun_comes_back_beside_what_is_settled_and_what_failed(
            @ForAll long seed,
            @ForAll @LongRange(min = 0, max = Long.MAX_VALUE / 2) long watermark,
            @ForAll @IntRange(min = 0, max = Begun.MOST) int count,
            @ForAll @IntRange(min = 0, max = Begun.TOGETHER) int together,
            @ForAll @IntRange(min = 0, max = Named.MOST) int names) {
        var random = new Random(seed);
        var deaths = new TreeMap<Long, Integer>();
        while (deaths.size() < count) {
            deaths.put(watermark + random.nextInt(10_000), 1 + random.nextInt(5));
        }
        var named = new TreeSet<Long>();
        while (named.size() < names) {
            named.add(watermark + 10_000 + random.nextInt(1_000_000));
        }
        var alone = new TreeSet<Long>();
        while (alone.size() < together) {
            alone.add(watermark + random.nextInt(10_000));
        }
        var begun = new Begun(watermark + 10_000, named, alone, deaths);
        var failed = new TreeMap<Long, Integer>(Map.of(watermark + 3, 4));
        var settled = List.of(new Run(watermark + 1, watermark + 2), new Run(watermark + 5, watermark + 900));

        CompletedAhead read = read(CompletedAhead.encode(TOPIC, watermark, settled, failed, begun), watermark);

        assertThat(read.begun()).isEqualTo(begun);
        assertThat(read.failed()).isEqualTo(failed);
        assertThat(read.from(watermark)).isEqualTo(settled);
    }

    @Test
    void after_a_clean_end_the_text_is_one_that_earlier_versions_read() {
        var settled = List.of(new Run(7, 9));

        assertThat(CompletedAhead.encode(TOPIC, 5, settled, NONE, new Begun(5, NOBODY, NOBODY, NONE)))
                .isEqualTo(CompletedAhead.encode(TOPIC, 5, settled, NONE, Begun.CLEAN))
                .startsWith("t2.");
        assertThat(CompletedAhead.encode(TOPIC, 5, settled, NONE, new Begun(6, NOBODY, NOBODY, NONE)))
                .startsWith("t4.");
        assertThat(CompletedAhead.encode(TOPIC, 5, List.of(), NONE, new Begun(5, NOBODY, NOBODY, NONE)))
                .isEmpty();
    }

    @Test
    void a_text_whose_version_was_changed_is_none() {
        String text =
                CompletedAhead.encode(TOPIC, 5, List.of(), NONE, new Begun(6, NOBODY, new TreeSet<>(Set.of(5L)), NONE));

        assertThat(CompletedAhead.decode("t2" + text.substring(2), TOPIC, 5)).isEmpty();
    }

    @Test
    void of_too_many_tasks_with_deaths_those_with_most_are_told() {
        var deaths = new TreeMap<Long, Integer>();
        for (long offset = 0; offset < 100; offset++) {
            deaths.put(offset, offset % 10 == 9 ? 2 : 1);
        }

        CompletedAhead read =
                read(CompletedAhead.encode(TOPIC, 0, List.of(), NONE, new Begun(100, NOBODY, NOBODY, deaths)), 0);

        assertThat(read.begun().deaths()).hasSize(Begun.MOST);
        assertThat(read.begun().deaths().values())
                .filteredOn(count -> count == 2)
                .hasSize(10);
    }

    @Test
    void where_names_are_too_far_apart_for_the_text_all_between_them_count_as_begun() {
        var named = new TreeSet<Long>();
        for (long i = 1; i <= Named.MOST; i++) {
            named.add(i << 40);
        }

        CompletedAhead read =
                read(CompletedAhead.encode(TOPIC, 0, List.of(), NONE, new Begun(100, named, NOBODY, NONE)), 0);

        assertThat(read.begun().named()).isEmpty();
        assertThat(read.begun().mark()).isEqualTo(named.last() + 1);
    }

    @Test
    void no_task_is_named_that_there_is_not() {
        var begun = new Begun(10, new TreeSet<>(Set.of(20L, 30L)), NOBODY, NONE);

        assertThat(begun.upTo(30)).isEqualTo(new Begun(10, new TreeSet<>(Set.of(20L)), NOBODY, NONE));
    }

    @Test
    void of_too_many_tasks_with_deaths_those_that_run_alone_are_told_above_all() {
        var deaths = new TreeMap<Long, Integer>();
        for (long offset = 0; offset < 100; offset++) {
            deaths.put(offset, offset == 99 ? 1 : 2);
        }
        var begun = new Begun(100, NOBODY, new TreeSet<>(Set.of(99L)), deaths);

        CompletedAhead read = read(CompletedAhead.encode(TOPIC, 0, List.of(), NONE, begun), 0);

        assertThat(read.begun().afterDeath().deaths()).hasSize(Begun.MOST).containsEntry(99L, 2);
    }

    @Test
    void a_death_counts_against_the_tasks_that_ran_alone_and_against_no_other() {
        var begun = new Begun(10, NOBODY, new TreeSet<>(Set.of(4L, 9L)), new TreeMap<>(Map.of(4L, 1, 7L, 1)));

        assertThat(begun.afterDeath())
                .isEqualTo(new Begun(10, NOBODY, NOBODY, new TreeMap<>(Map.of(4L, 2, 7L, 1, 9L, 1))));
        assertThat(begun.afterDeath().afterDeath()).isEqualTo(begun.afterDeath());
    }

    private static CompletedAhead read(String text, long watermark) {
        assertThat(text.length()).isLessThanOrEqualTo(CompletedAhead.LONGEST);
        return text.isEmpty()
                ? CompletedAhead.none()
                : CompletedAhead.decode(text, TOPIC, watermark).orElseThrow();
    }
}
