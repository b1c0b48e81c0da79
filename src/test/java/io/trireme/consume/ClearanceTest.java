package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ClearanceTest {
    private static final SortedMap<Long, Integer> NONE = Collections.emptySortedMap();
    private static final Duration AHEAD = Duration.ofMillis(60);
    private static final int SHARE = 10;
    private static final int FIRST = SHARE + Clearance.LEAST_LEASE;

    private final OffsetWatermark watermark = new OffsetWatermark();
    private Batch batch = fetch(100, 1_000);
    private long now;

    @Test
    void everything_may_begin_where_nobody_is_suspected() {
        var clearance = new Clearance(new Begun(150, 120, NONE));

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
        clearance.acknowledged(clearance.mark());

        assertThat(clearance.admits(mark - 1)).isTrue();
        assertThat(clearance.admits(mark)).isFalse();
    }

    @Test
    void the_mark_moves_on_when_half_of_the_lease_is_settled() {
        Clearance clearance = acknowledged(guarded(Begun.CLEAN));
        long mark = clearance.mark();

        settle(0, Clearance.LEAST_LEASE / 2);
        assertThat(raise(clearance, false)).isFalse();
        settle(Clearance.LEAST_LEASE / 2, 1);

        assertThat(raise(clearance, false)).isTrue();
        assertThat(clearance.mark()).isEqualTo(mark + Clearance.LEAST_LEASE / 2 + 1);
    }

    @Test
    void what_is_stuck_below_the_mark_does_not_keep_others_from_beginning_beyond_it() {
        Clearance clearance = acknowledged(guarded(Begun.CLEAN));
        long mark = clearance.mark();

        assertThat(raise(clearance, false)).as("nothing ended").isFalse();
        assertThat(raise(clearance, true)).as("workers wait for it").isTrue();
        assertThat(clearance.mark()).isEqualTo(mark + Clearance.LEAST_LEASE);
        assertThat(raise(clearance, true)).as("the answer is on its way").isFalse();
    }

    @Test
    void the_faster_tasks_are_settled_the_more_may_begin_and_less_again_when_they_are_not() {
        Clearance clearance = firstSettledWithin(Duration.ofMillis(20));
        long fast = clearance.mark() - 100 - FIRST;
        clearance.acknowledged(clearance.mark());

        assertThat(fast).isEqualTo(SHARE + FIRST * AHEAD.toMillis() / 20);
        now += Duration.ofSeconds(2).toNanos();
        raise(clearance, false);
        assertThat(clearance.pace()).isZero();
    }

    @Test
    void what_a_pause_lets_end_at_once_is_not_taken_for_the_pace() {
        Clearance clearance = firstSettledWithin(Duration.ofMillis(1));

        assertThat(clearance.mark()).isEqualTo(100 + 2 * FIRST);
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
        Clearance clearance = acknowledged(guarded(new Begun(120, Begun.NONE, NONE)));

        assertThat(clearance.suspects(119)).isTrue();
        assertThat(clearance.suspects(120)).isFalse();
        assertThat(clearance.isBelowMark(119)).isTrue();
        assertThat(clearance.admits(119)).isFalse();
        assertThat(clearance.admits(120)).as("has to pass by the suspects").isFalse();
    }

    @Test
    void without_suspects_left_tasks_begin_without_another_look() {
        Clearance clearance = acknowledged(guarded(new Begun(120, Begun.NONE, NONE)));

        settle(0, 20);
        raise(clearance, false);

        assertThat(clearance.admits(120)).isTrue();
    }

    @Test
    void a_task_that_ran_alone_at_too_many_deaths_is_condemned() {
        Clearance clearance = acknowledged(guarded(new Begun(120, 107, new TreeMap<>(Map.of(107L, 2, 108L, 2)))));

        assertThat(clearance.isCondemned(107)).isTrue();
        assertThat(clearance.suspects(107)).as("waits for no turn").isFalse();
        assertThat(clearance.isCondemned(108)).isFalse();
        assertThat(clearance.told(100).deaths()).isEqualTo(Map.of(107L, 3, 108L, 2));
    }

    @Test
    void deaths_are_forgotten_when_the_task_came_through_or_is_settled() {
        Clearance clearance =
                acknowledged(guarded(new Begun(120, Begun.NONE, new TreeMap<>(Map.of(107L, 2, 108L, 2)))));

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

        Clearance taken = acknowledged(guarded(new Begun(120, Begun.NONE, NONE)));
        taken.ends();
        assertThat(taken.told(103)).isEqualTo(new Begun(120, Begun.NONE, NONE));
        assertThat(taken.told(120).isClean(120)).isTrue();
    }

    @Test
    void a_mark_that_is_acknowledged_late_takes_nothing_back() {
        Clearance clearance = acknowledged(guarded(Begun.CLEAN));
        long first = clearance.mark();
        raise(clearance, true);
        clearance.acknowledged(clearance.mark());

        clearance.acknowledged(first);

        assertThat(clearance.admits(clearance.mark() - 1)).isTrue();
    }

    @Test
    void where_brokers_take_no_metadata_everything_may_begin() {
        Clearance clearance = guarded(new Begun(120, Begun.NONE, NONE));

        clearance.unguard();
        clearance.acknowledged(110);

        assertThat(clearance.admits(1_000_000)).isTrue();
        assertThat(clearance.suspects(119)).isFalse();
    }

    private static Clearance guarded(Begun before) {
        var clearance = new Clearance(before);
        clearance.guard(3);
        return clearance;
    }

    private Clearance acknowledged(Clearance clearance) {
        raise(clearance, false);
        clearance.acknowledged(clearance.mark());
        return clearance;
    }

    private boolean raise(Clearance clearance, boolean inTheWay) {
        watermark.countSettled();
        return clearance.raise(watermark, SHARE, inTheWay, AHEAD, now);
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
