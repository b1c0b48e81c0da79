package io.trireme.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SemaphoreMachineTest {
    private final Log log = new Log();
    private final Log.Caller ada = log.open("ada");
    private final Log.Caller bob = log.open("bob");

    private static Command bounded(Verb verb, int permits) {
        return Command.of(Kind.BOUNDED_SEMAPHORE, "pool", verb).withShape(3).withAmount(permits);
    }

    private static Command unbounded(Verb verb, int permits) {
        return Command.of(Kind.SEMAPHORE, "taps", verb).withShape(3).withAmount(permits);
    }

    @Test
    void there_are_as_many_permits_as_it_was_made_with() {
        assertThat(ada.call(bounded(Verb.ACQUIRE, 2)).outcome()).isEqualTo(Outcome.DONE);
        assertThat(bob.call(bounded(Verb.ACQUIRE, 2)).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(bob.call(bounded(Verb.ACQUIRE, 1)).outcome()).isEqualTo(Outcome.DONE);
        assertThat(bob.call(bounded(Verb.SIZE, 0)).amount()).isZero();
    }

    @Test
    void who_asks_for_little_does_not_overtake_who_waits_for_much() {
        ada.call(bounded(Verb.ACQUIRE, 2));
        Log.Call much = bob.call(bounded(Verb.ACQUIRE, 2).waiting());
        Log.Call little = ada.call(bounded(Verb.ACQUIRE, 1).waiting());
        assertThat(little.waits()).isTrue();

        ada.call(bounded(Verb.RELEASE, 2));

        assertThat(much.outcome()).isEqualTo(Outcome.DONE);
        assertThat(little.outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void when_who_waits_for_much_goes_away_those_behind_go_on() {
        ada.call(bounded(Verb.ACQUIRE, 2));
        Log.Call much = bob.call(bounded(Verb.ACQUIRE, 2).waiting());
        Log.Call little = ada.call(bounded(Verb.ACQUIRE, 1).waiting());

        bob.withdraw(much);

        assertThat(little.outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void a_bounded_one_takes_no_more_permits_than_it_was_made_with() {
        assertThat(ada.call(bounded(Verb.RELEASE, 1)).outcome()).isEqualTo(Outcome.OVER_BOUND);
        assertThat(ada.call(bounded(Verb.ACQUIRE, 4).waiting()).outcome()).isEqualTo(Outcome.OVER_BOUND);
    }

    @Test
    void an_unbounded_one_grows_by_what_is_released_to_it() {
        ada.call(unbounded(Verb.RELEASE, 2));

        assertThat(bob.call(unbounded(Verb.ACQUIRE, 5)).outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void the_permits_of_a_dead_session_come_back() {
        ada.call(bounded(Verb.ACQUIRE, 2));
        ada.call(bounded(Verb.ACQUIRE, 1));
        ada.call(bounded(Verb.RELEASE, 1));
        Log.Call waits = bob.call(bounded(Verb.ACQUIRE, 3).waiting());

        log.expire("ada");

        assertThat(waits.outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void two_waiting_calls_of_a_dead_session_do_not_let_each_other_go_on() {
        bob.call(bounded(Verb.ACQUIRE, 1));
        ada.call(bounded(Verb.ACQUIRE, 3).waiting());
        ada.call(bounded(Verb.ACQUIRE, 2).waiting());

        log.expire("ada");

        assertThat(bob.call(bounded(Verb.SIZE, 0)).amount()).isEqualTo(2);
    }

    @Test
    void who_takes_it_for_one_of_another_size_is_told() {
        ada.call(bounded(Verb.ACQUIRE, 1));

        Log.Call other = bob.call(bounded(Verb.ACQUIRE, 1).withShape(5));

        assertThat(other.outcome()).isEqualTo(Outcome.OTHER_SHAPE);
        assertThat(other.amount()).isEqualTo(3);
    }

    @Test
    void all_permits_can_be_taken_at_once() {
        ada.call(bounded(Verb.ACQUIRE, 1));

        assertThat(bob.call(bounded(Verb.DRAIN, 0)).amount()).isEqualTo(2);
        assertThat(ada.call(bounded(Verb.SIZE, 0)).amount()).isZero();
    }
}
