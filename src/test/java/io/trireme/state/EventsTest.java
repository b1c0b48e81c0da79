package io.trireme.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Events and barriers. */
class EventsTest {
    private final Log log = new Log();
    private final Log.Caller ada = log.open("ada");
    private final Log.Caller bob = log.open("bob");

    private static Command event(Verb verb) {
        return Command.of(Kind.EVENT, "start", verb);
    }

    private static Command barrier(Verb verb) {
        return Command.of(Kind.BARRIER, "lap", verb).withShape(3);
    }

    @Test
    void all_who_wait_for_an_event_go_on_when_it_is_set_and_who_comes_later_does_not_wait() {
        Log.Call first = ada.call(event(Verb.AWAIT).waiting());
        Log.Call second = bob.call(event(Verb.AWAIT).waiting());
        assertThat(first.waits()).isTrue();

        ada.call(event(Verb.PUT));

        assertThat(first.outcome()).isEqualTo(Outcome.DONE);
        assertThat(second.outcome()).isEqualTo(Outcome.DONE);
        assertThat(bob.call(event(Verb.AWAIT).waiting()).outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void a_cleared_event_is_waited_for_again() {
        ada.call(event(Verb.PUT));
        assertThat(ada.call(event(Verb.GET)).outcome()).isEqualTo(Outcome.DONE);

        ada.call(event(Verb.CLEAR));

        assertThat(ada.call(event(Verb.GET)).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(bob.call(event(Verb.AWAIT).waiting()).waits()).isTrue();
    }

    @Test
    void clearing_an_event_that_is_not_set_does_not_send_away_who_waits() {
        Log.Call waits = bob.call(event(Verb.AWAIT).waiting());

        ada.call(event(Verb.CLEAR));
        ada.call(event(Verb.PUT));

        assertThat(waits.outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void the_last_party_at_a_barrier_lets_all_go_on_and_it_can_be_used_again() {
        for (int round = 0; round < 2; round++) {
            Log.Call first = ada.call(barrier(Verb.AWAIT).waiting());
            Log.Call second = bob.call(barrier(Verb.AWAIT).waiting());
            assertThat(second.waits()).isTrue();

            Log.Call third = ada.call(barrier(Verb.AWAIT).waiting());

            assertThat(first.amount()).isEqualTo(2);
            assertThat(second.amount()).isEqualTo(1);
            assertThat(third.amount()).isZero();
        }
    }

    @Test
    void a_barrier_one_of_whose_parties_dies_is_broken_for_the_others_until_it_is_reset() {
        Log.Call survivor = ada.call(barrier(Verb.AWAIT).waiting());
        bob.call(barrier(Verb.AWAIT).waiting());

        log.expire("bob");

        assertThat(survivor.outcome()).isEqualTo(Outcome.BROKEN);
        assertThat(ada.call(barrier(Verb.AWAIT).waiting()).outcome()).isEqualTo(Outcome.BROKEN);
        ada.call(barrier(Verb.RESET));
        assertThat(ada.call(barrier(Verb.AWAIT).waiting()).waits()).isTrue();
    }

    @Test
    void who_no_longer_wants_to_wait_breaks_the_barrier_for_the_others() {
        Log.Call first = ada.call(barrier(Verb.AWAIT).waiting());
        Log.Call second = bob.call(barrier(Verb.AWAIT).waiting());

        ada.withdraw(first);

        assertThat(first.outcome()).isEqualTo(Outcome.WITHDRAWN);
        assertThat(second.outcome()).isEqualTo(Outcome.BROKEN);
    }
}
