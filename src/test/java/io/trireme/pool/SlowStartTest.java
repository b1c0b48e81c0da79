package io.trireme.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many calls of a map share a task, by what is known of them. */
class SlowStartTest {
    private static final long MICROSECOND = 1_000;
    private static final long MILLISECOND = 1_000_000;

    private final SlowStart pace = new SlowStart();

    /** Begins a chunk of as many calls as are due. */
    private int begin() {
        int calls = pace.next(0);
        pace.begun(calls);
        return calls;
    }

    private void made(int calls, long nanosOfEach) {
        pace.answered(calls, calls, calls * nanosOfEach);
    }

    private void grown() {
        for (int i = 0; i < 10; i++) {
            made(begin(), MICROSECOND);
        }
    }

    @Test
    void each_call_is_a_task_until_one_has_told_how_long_it_took() {
        assertThat(List.of(begin(), begin(), begin())).containsOnly(1);

        made(1, MICROSECOND);

        assertThat(pace.next(0)).isEqualTo(4);
    }

    @Test
    void one_that_does_not_tell_changes_nothing() {
        for (int i = 0; i < 100; i++) {
            pace.answered(begin(), 1, 0);
        }

        assertThat(pace.next(0)).isEqualTo(1);
    }

    @Test
    void short_calls_share_more_tasks_with_each_round_trip_up_to_a_bound() {
        var sizes = new ArrayList<Integer>();

        for (int i = 0; i < 6; i++) {
            sizes.add(begin());
            made(sizes.getLast(), MICROSECOND);
        }

        assertThat(sizes).containsExactly(1, 4, 16, 64, 100, 100);
    }

    @Test
    void only_one_chunk_at_a_time_is_larger_than_what_is_proven() {
        made(begin(), MICROSECOND);

        assertThat(List.of(begin(), begin(), begin())).containsExactly(4, 1, 1);

        made(1, MICROSECOND);
        assertThat(begin()).isEqualTo(1);
        made(4, MICROSECOND);
        assertThat(List.of(begin(), begin())).containsExactly(16, 4);
    }

    @Test
    void while_it_is_under_way_no_more_of_the_others_are_than_keep_workers_busy() {
        assertThat(pace.next(9_000)).as("as long as nothing is known").isEqualTo(1);

        made(begin(), MICROSECOND);
        assertThat(pace.next(9_000)).as("the pioneer").isEqualTo(4);
        begin();

        assertThat(pace.next(255)).isEqualTo(1);
        assertThat(pace.next(256)).isZero();
    }

    @Test
    void a_task_has_no_more_calls_than_are_expected_to_be_made_in_time() {
        for (int i = 0; i < 10; i++) {
            made(begin(), MILLISECOND);
        }
        assertThat(pace.next(0)).isEqualTo(10);

        made(1, 6 * MILLISECOND);
        assertThat(pace.next(0)).isEqualTo(1);
        made(1, 3600_000 * MILLISECOND);
        assertThat(pace.next(0)).isEqualTo(1);
    }

    @Test
    void one_slow_call_among_short_ones_is_forgotten_by_and_by() {
        grown();

        pace.answered(100, 3, 30 * MILLISECOND);
        assertThat(pace.next(0)).isEqualTo(1);

        var sizes = new ArrayList<Integer>();
        for (int i = 0; i < 8; i++) {
            sizes.add(begin());
            made(sizes.getLast(), MICROSECOND);
        }
        assertThat(sizes).containsExactly(1, 1, 3, 7, 15, 31, 63, 100);
    }

    @Test
    void none_is_made_again_as_large_as_one_that_failed_as_one() {
        made(begin(), MICROSECOND);
        made(begin(), MICROSECOND);
        int tooLarge = begin();

        pace.failed(tooLarge);

        assertThat(tooLarge).isEqualTo(16);
        grown();
        assertThat(pace.next(0)).isEqualTo(4);
    }

    @Test
    void nor_when_it_had_a_size_that_others_have_proven() {
        grown();

        pace.failed(100);

        grown();
        assertThat(pace.next(0)).isEqualTo(25);
    }
}
