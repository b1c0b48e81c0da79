package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ClearanceTest {
    private static final SortedMap<Long, Integer> NONE = Collections.emptySortedMap();
    private static final SortedSet<Long> NOBODY = Collections.emptySortedSet();
    private static final Duration AHEAD = Duration.ofMillis(60);
    private static final int SHARE = 10;
    private static final int FIRST = SHARE + Clearance.LEAST_LEASE;

    private final OffsetWatermark watermark = new OffsetWatermark();
    private Batch batch = fetch(100, 1_000);
    private long now;

    @Test
    void everything_may_begin_where_nobody_is_suspected() {
        var clearance = new Clearance(new Begun(150, NOBODY, offsets(120), NONE));

        assertThat(clearance.admits(Long.MAX_VALUE - 1)).isTrue();
        assertThat(clearance.suspects(120)).isFalse();
        assertThat(clearance.told(100)).isEqualTo(Begun.CLEAN);
        assertThat(raise(clearance, true)).isFalse();
    }

    @Test
    void a_task_begins_only_below_a_mark_that_the_brokers_have_acknowledged() {
        Clearance clearance = guarded(Begun.CLEAN);

        assertThat(raise(clearance, false)).isTrue();
        long mark = clearance.told(100).mark();
        assertThat(mark).isEqualTo(100 + SHARE + Clearance.LEAST_LEASE);
        assertThat(clearance.admits(100)).isFalse();
        clearance.acknowledged(clearance.allowed());

        assertThat(clearance.admits(mark - 1)).isTrue();
        assertThat(clearance.admits(mark)).isFalse();
    }

    @Test
    void the_mark_moves_on_when_half_of_the_lease_is_settled() {
        Clearance clearance = acknowledged(guarded(Begun.CLEAN));
        long mark = clearance.allowed().mark();

        settle(0, Clearance.LEAST_LEASE / 2);
        assertThat(raise(clearance, false)).isFalse();
        settle(Clearance.LEAST_LEASE / 2, 1);

        assertThat(raise(clearance, false)).isTrue();
        assertThat(clearance.allowed().mark()).isEqualTo(mark + Clearance.LEAST_LEASE / 2 + 1);
    }

    @Test
    void what_is_stuck_below_the_mark_does_not_keep_others_from_beginning_beyond_it() {
        Clearance clearance = acknowledged(guarded(Begun.CLEAN));
        long mark = clearance.allowed().mark();

        assertThat(raise(clearance, false)).as("nothing ended").isFalse();
        assertThat(raise(clearance, true)).as("workers wait for it").isTrue();
        assertThat(clearance.allowed().mark()).isEqualTo(mark + Clearance.LEAST_LEASE);
        assertThat(raise(clearance, true)).as("the answer is on its way").isFalse();
    }

    @Test
    void the_faster_tasks_are_settled_the_more_may_begin_and_less_again_when_they_are_not() {
        Clearance clearance = firstSettledWithin(Duration.ofMillis(20));
        long fast = clearance.allowed().mark() - 100 - FIRST;
        clearance.acknowledged(clearance.allowed());

        assertThat(fast).isEqualTo(SHARE + FIRST * AHEAD.toMillis() / 20);
        now += Duration.ofSeconds(2).toNanos();
        raise(clearance, false);
        assertThat(clearance.pace()).isZero();
    }

    @Test
    void what_a_pause_lets_end_at_once_is_not_taken_for_the_pace() {
        Clearance clearance = firstSettledWithin(Duration.ofMillis(1));

        assertThat(clearance.allowed().mark()).isEqualTo(100 + 2 * FIRST);
    }

    /** All that could begin at first has ended by then. */
    private Clearance firstSettledWithin(Duration time) {
        Clearance clearance = acknowledged(guarded(Begun.CLEAN));
        settle(0, FIRST);
        now += time.toNanos();
        raise(clearance, false);
        return clearance;
    }

    @Test
    void what_the_last_owner_may_have_been_running_is_suspect_and_begins_only_alone() {
        assertThat(guarded(new Begun(120, NOBODY, NOBODY, NONE)).isBelowMark(119))
                .as("as the last commit says")
                .isTrue();
        Clearance clearance = acknowledged(guarded(new Begun(120, NOBODY, NOBODY, NONE)));

        assertThat(clearance.suspects(119)).isTrue();
        assertThat(clearance.suspects(120)).isFalse();
        assertThat(clearance.isBelowMark(119)).isTrue();
        assertThat(clearance.admits(119)).isFalse();
        assertThat(clearance.admits(120)).as("has to pass by the suspects").isFalse();
    }

    @Test
    void without_suspects_left_tasks_begin_without_another_look() {
        Clearance clearance = acknowledged(guarded(new Begun(120, NOBODY, NOBODY, NONE)));

        settle(0, 20);
        acknowledged(clearance);

        assertThat(clearance.admits(120)).isTrue();
    }

    @Test
    void a_task_that_ran_alone_at_too_many_deaths_is_condemned() {
        Clearance clearance =
                acknowledged(guarded(new Begun(120, NOBODY, offsets(107), new TreeMap<>(Map.of(107L, 2, 108L, 2)))));

        assertThat(clearance.isCondemned(107)).isTrue();
        assertThat(clearance.suspects(107)).as("waits for no turn").isFalse();
        assertThat(clearance.isCondemned(108)).isFalse();
        assertThat(clearance.told(100).deaths()).isEqualTo(Map.of(107L, 3, 108L, 2));
    }

    @Test
    void deaths_are_forgotten_when_the_task_came_through_or_is_settled() {
        Clearance clearance =
                acknowledged(guarded(new Begun(120, NOBODY, NOBODY, new TreeMap<>(Map.of(107L, 2, 108L, 2)))));

        clearance.survived(108);
        assertThat(clearance.told(100).deaths()).isEqualTo(Map.of(107L, 2));
        assertThat(clearance.told(108).deaths()).isEmpty();
    }

    @Test
    void a_clean_end_tells_of_no_mark_but_of_suspects_that_had_no_turn() {
        Clearance clearance = acknowledged(guarded(Begun.CLEAN));
        clearance.aloneBegins(101);
        clearance.ends();
        assertThat(clearance.told(103).isClean(103)).isTrue();

        Clearance taken = acknowledged(guarded(new Begun(120, NOBODY, NOBODY, NONE)));
        taken.ends();
        assertThat(taken.told(103)).isEqualTo(new Begun(120, NOBODY, NOBODY, NONE));
        assertThat(taken.told(120).isClean(120)).isTrue();
    }

    @Test
    void while_suspects_are_left_only_what_workers_came_to_may_begin_beyond_them() {
        Clearance clearance = acknowledged(guarded(new Begun(120, NOBODY, NOBODY, NONE)));

        assertThat(clearance.isBelowMark(300)).isFalse();
        assertThat(raise(clearance, false, offsets(300, 310))).isTrue();
        assertThat(clearance.isBelowMark(300)).as("not acknowledged").isFalse();
        clearance.acknowledged(clearance.allowed());

        assertThat(clearance.isBelowMark(300)).isTrue();
        assertThat(clearance.isBelowMark(301)).isFalse();
        assertThat(clearance.told(100)).isEqualTo(new Begun(120, offsets(300, 310), NOBODY, NONE));
    }

    @Test
    void those_that_are_named_are_so_many_as_workers_take_up_unless_these_have_nothing_else_to_do() {
        Clearance clearance = acknowledged(guarded(new Begun(120, NOBODY, NOBODY, NONE)));
        SortedSet<Long> all = range(200, 1_000);

        raise(clearance, false, all);
        assertThat(clearance.allowed().named()).containsExactlyInAnyOrderElementsOf(range(200, 200 + SHARE));
        assertThat(raise(clearance, false, all)).isFalse();
        raise(clearance, true, all);
        assertThat(clearance.allowed().named()).containsExactlyInAnyOrderElementsOf(range(200, 200 + 2 * SHARE));

        settle(100, SHARE);
        assertThat(raise(clearance, false)).isFalse();
        assertThat(clearance.allowed().named())
                .containsExactlyInAnyOrderElementsOf(range(200 + SHARE, 200 + 2 * SHARE));
    }

    @Test
    void where_no_more_can_be_named_for_long_the_mark_moves_beyond_those_that_are() {
        Clearance clearance = acknowledged(guarded(new Begun(120, range(300, 300 + Named.MOST), NOBODY, NONE)));

        assertThat(raise(clearance, true, offsets(130, 700))).isFalse();
        now += Duration.ofSeconds(1).toNanos();
        assertThat(raise(clearance, true, offsets(130, 700))).isTrue();
        clearance.acknowledged(clearance.allowed());

        assertThat(clearance.isBelowMark(130)).isTrue();
        assertThat(clearance.isBelowMark(700)).isTrue();
        assertThat(clearance.isBelowMark(701)).isFalse();
        assertThat(clearance.suspects(130)).isFalse();
        assertThat(clearance.suspects(300)).isTrue();
        assertThat(clearance.told(100)).isEqualTo(new Begun(300 + Named.MOST, offsets(700), NOBODY, NONE));
    }

    @Test
    void suspects_that_had_their_turn_keep_the_mark_no_longer() {
        Clearance clearance = acknowledged(guarded(new Begun(102, offsets(110), NOBODY, NONE)));
        clearance.survived(100);
        clearance.survived(101);
        raise(clearance, false);
        assertThat(clearance.goesByName()).isTrue();

        clearance.survived(110);
        acknowledged(clearance);

        assertThat(clearance.goesByName()).isFalse();
        assertThat(clearance.admits(109)).isTrue();
        assertThat(clearance.told(100).mark()).isGreaterThan(110);
    }

    @Test
    void when_no_suspect_is_left_the_mark_moves_on_beyond_what_was_named_once_little_is_unsettled_below() {
        Clearance clearance = acknowledged(guarded(new Begun(120, NOBODY, NOBODY, NONE)));
        raise(clearance, false, offsets(300));
        settle(0, 20);

        assertThat(raise(clearance, false)).isFalse();
        assertThat(clearance.told(120)).isEqualTo(new Begun(120, offsets(300), NOBODY, NONE));
        settle(20, 200 - FIRST);
        assertThat(raise(clearance, false)).isTrue();

        assertThat(clearance.told(120).mark()).isGreaterThan(300);
        assertThat(clearance.told(120).named()).isEmpty();
    }

    @Test
    void what_is_unsettled_below_the_last_name_for_long_does_not_keep_the_mark_from_moving_on() {
        Clearance clearance = acknowledged(guarded(new Begun(120, NOBODY, NOBODY, NONE)));
        raise(clearance, false, offsets(300));
        settle(0, 20);
        raise(clearance, false);
        assertThat(clearance.goesByName()).isTrue();

        now += Duration.ofSeconds(10).toNanos();
        raise(clearance, false);

        assertThat(clearance.goesByName()).isFalse();
        assertThat(clearance.told(120).mark()).isGreaterThan(300);
    }

    @Test
    void what_the_owner_before_named_is_suspect_until_it_is_settled_after_a_clean_end_too() {
        Clearance clearance = acknowledged(guarded(new Begun(100, offsets(140), NOBODY, NONE)));

        assertThat(clearance.suspects(140)).isTrue();
        assertThat(clearance.suspects(139)).isFalse();
        raise(clearance, false, offsets(139));
        clearance.ends();
        assertThat(clearance.told(100)).isEqualTo(new Begun(100, offsets(140), NOBODY, NONE));

        Clearance next = acknowledged(guarded(new Begun(100, offsets(140), NOBODY, NONE)));
        settle(40, 1);
        raise(next, false);
        assertThat(next.told(100).named()).isEmpty();
    }

    @Test
    void a_mark_that_is_acknowledged_late_takes_nothing_back() {
        Clearance clearance = acknowledged(guarded(Begun.CLEAN));
        var first = clearance.allowed();
        raise(clearance, true);
        clearance.acknowledged(clearance.allowed());

        clearance.acknowledged(first);

        assertThat(clearance.admits(clearance.allowed().mark() - 1)).isTrue();
    }

    @Test
    void where_brokers_take_no_metadata_everything_may_begin() {
        Clearance clearance = guarded(new Begun(120, NOBODY, NOBODY, NONE));

        clearance.unguard();
        clearance.acknowledged(new Clearance.Allowed(110, Set.of()));

        assertThat(clearance.admits(1_000_000)).isTrue();
        assertThat(clearance.suspects(119)).isFalse();
    }

    @Test
    void a_task_has_company_until_a_death_counts_against_it_unless_two_condemn() {
        Clearance clearance = guarded(new Begun(120, NOBODY, offsets(107, 109), NONE));

        assertThat(clearance.bearsCompany(107)).isFalse();
        assertThat(clearance.bearsCompany(108)).isTrue();
        clearance.survived(107);
        assertThat(clearance.bearsCompany(107)).isTrue();

        clearance.guard(2);
        assertThat(clearance.bearsCompany(108)).isFalse();
    }

    private static SortedSet<Long> range(long from, long end) {
        return LongStream.range(from, end).boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    private static SortedSet<Long> offsets(long... offsets) {
        return LongStream.of(offsets).boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    private static Clearance guarded(Begun before) {
        var clearance = new Clearance(before);
        clearance.guard(3);
        return clearance;
    }

    private Clearance acknowledged(Clearance clearance) {
        raise(clearance, false);
        clearance.acknowledged(clearance.allowed());
        return clearance;
    }

    private boolean raise(Clearance clearance, boolean inTheWay) {
        return raise(clearance, inTheWay, NOBODY);
    }

    private boolean raise(Clearance clearance, boolean inTheWay, SortedSet<Long> waiting) {
        watermark.countSettled();
        return clearance.raise(watermark, new Clearance.Need(SHARE, inTheWay, waiting, AHEAD), now);
    }

    private void settle(int from, int count) {
        for (int i = from; i < from + count; i++) {
            batch.finish(i);
        }
    }

    private Batch fetch(long from, int size) {
        var offsets = new long[size];
        for (int i = 0; i < size; i++) {
            offsets[i] = from + i;
        }
        var fetched = new Batch(offsets, 0);
        watermark.fetched(fetched);
        return fetched;
    }
}
