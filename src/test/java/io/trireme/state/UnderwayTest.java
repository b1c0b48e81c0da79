package io.trireme.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnderwayTest {
    private static final Command WAIT = Command.of(Kind.EVENT, "go", Verb.AWAIT).waiting();
    private static final Command COUNT = Command.of(Kind.COUNTER, "n", Verb.ADD);

    private final Underway underway = new Underway();

    private Pending call(Command command) {
        Command numbered = command.from("ada", underway.next(), underway.known(), 0);
        var call = new Pending(numbered, Pending.Undo.NONE, 0, Pending.Asking.FOR_A_TIME);
        underway.add(call);
        return call;
    }

    @Test
    void what_waits_is_passed_over_and_told_by_its_number_when_it_is_answered() {
        underway.waits(call(WAIT));
        Pending second = call(WAIT);
        assertThat(underway.known()).isEqualTo(new Known(1, 2, List.of()));

        underway.waits(second);
        underway.ended(second, Outcome.DONE);

        assertThat(underway.known()).isEqualTo(new Known(1, 3, List.of(2L)));
    }

    @Test
    void late_ones_are_told_until_a_call_that_told_of_them_is_answered() {
        underway.waits(call(WAIT));
        Pending second = call(WAIT);
        underway.ended(second, Outcome.DONE);
        Pending tells = call(COUNT);
        Pending withdrawn = call(WAIT);
        assertThat(tells.command().known().late()).containsExactly(2L);

        underway.ended(withdrawn, Outcome.WITHDRAWN); // it may never have come to the shard
        assertThat(underway.known().late()).containsExactly(2L, 4L);
        underway.ended(tells, Outcome.DONE);

        assertThat(underway.known().late()).containsExactly(4L);
    }

    @Test
    void of_many_late_ones_each_call_tells_others_until_all_are_told() {
        underway.waits(call(WAIT));
        for (int i = 0; i < 3 * Limits.LATE; i++) {
            underway.ended(call(WAIT), Outcome.WITHDRAWN);
        }

        var told = new HashSet<Long>();
        for (int i = 0; i < 2 * 3; i++) { // the first may tell the last few
            told.addAll(underway.known().late());
        }

        assertThat(told).hasSize(3 * Limits.LATE);
    }

    @Test
    void when_all_before_it_are_answered_a_late_one_needs_no_number() {
        Pending first = call(WAIT);
        underway.ended(call(WAIT), Outcome.DONE);

        underway.ended(first, Outcome.DONE);

        assertThat(underway.known()).isEqualTo(Known.below(3));
    }

    @Test
    void however_long_one_waits_there_may_be_more_calls_and_not_too_many_at_a_time() {
        underway.waits(call(WAIT));
        for (int i = 0; i < 2 * Limits.CALLS; i++) {
            underway.ended(call(COUNT), Outcome.DONE);
        }
        assertThat(underway.isFull()).isFalse();

        for (int more = 1; more < Limits.CALLS; more++) {
            underway.waits(call(WAIT));
        }
        assertThat(underway.isFull()).isTrue();
    }

    @Test
    void one_that_nothing_is_heard_of_bounds_those_behind_it() {
        call(COUNT);
        for (int more = 1; more < Limits.CALLS; more++) {
            assertThat(underway.isFull()).isFalse();
            underway.ended(call(COUNT), Outcome.DONE);
        }

        assertThat(underway.isFull()).isTrue();
    }
}
