package io.trireme.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class LockMachineTest {
    private final Log log = new Log();
    private final Log.Caller ada = log.open("ada");
    private final Log.Caller bob = log.open("bob");

    private static Command lock(Verb verb) {
        return Command.of(Kind.LOCK, "door", verb).withHolder("1");
    }

    private static Command plain(Verb verb) {
        return Command.of(Kind.PLAIN_LOCK, "gate", verb).withHolder("1");
    }

    @Test
    void the_token_of_a_grant_is_the_offset_of_the_command_that_granted_it_and_so_only_grows() {
        Log.Call first = ada.call(lock(Verb.ACQUIRE));
        long granted = log.last();
        Log.Call second = bob.call(lock(Verb.ACQUIRE).waiting());
        ada.call(lock(Verb.RELEASE));

        assertThat(first.amount()).isEqualTo(granted);
        assertThat(second.amount()).isEqualTo(log.last()).isGreaterThan(first.amount());
    }

    @Test
    void who_waits_is_served_in_order_of_arrival() {
        Log.Caller eve = log.open("eve");
        ada.call(lock(Verb.ACQUIRE));
        Log.Call second = bob.call(lock(Verb.ACQUIRE).waiting());
        Log.Call third = eve.call(lock(Verb.ACQUIRE).waiting());

        ada.call(lock(Verb.RELEASE));
        assertThat(second.outcome()).isEqualTo(Outcome.DONE);
        assertThat(third.waits()).isTrue();

        bob.call(lock(Verb.RELEASE));
        assertThat(third.outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void a_re_entrant_lock_is_free_when_it_was_released_as_often_as_it_was_taken() {
        Log.Call first = ada.call(lock(Verb.ACQUIRE));
        Log.Call again = ada.call(lock(Verb.ACQUIRE));
        Log.Call other = bob.call(lock(Verb.ACQUIRE).waiting());

        ada.call(lock(Verb.RELEASE));
        assertThat(other.waits()).isTrue();
        assertThat(again.amount()).isEqualTo(first.amount());

        ada.call(lock(Verb.RELEASE));
        assertThat(other.outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void another_holder_of_the_same_session_is_somebody_else() {
        ada.call(lock(Verb.ACQUIRE));

        assertThat(ada.call(lock(Verb.ACQUIRE).withHolder("2")).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(ada.call(lock(Verb.RELEASE).withHolder("2")).outcome()).isEqualTo(Outcome.NOT_HELD);
    }

    @Test
    void a_plain_lock_taken_twice_waits_for_itself() {
        ada.call(plain(Verb.ACQUIRE));
        Log.Call again = ada.call(plain(Verb.ACQUIRE).waiting());
        assertThat(again.waits()).isTrue();

        ada.withdraw(again);
        assertThat(again.outcome()).isEqualTo(Outcome.WITHDRAWN);
    }

    @Test
    void who_does_not_hold_it_cannot_release_wait_or_signal() {
        ada.call(lock(Verb.ACQUIRE));

        assertThat(bob.call(lock(Verb.RELEASE)).outcome()).isEqualTo(Outcome.NOT_HELD);
        assertThat(bob.call(lock(Verb.AWAIT).withField("c")).outcome()).isEqualTo(Outcome.NOT_HELD);
        assertThat(bob.call(lock(Verb.SIGNAL).withField("c")).outcome()).isEqualTo(Outcome.NOT_HELD);
    }

    @Test
    void who_withdraws_leaves_no_ghost_in_the_line() {
        Log.Caller eve = log.open("eve");
        ada.call(lock(Verb.ACQUIRE));
        Log.Call gone = bob.call(lock(Verb.ACQUIRE).waiting());
        Log.Call behind = eve.call(lock(Verb.ACQUIRE).waiting());

        bob.withdraw(gone);
        ada.call(lock(Verb.RELEASE));

        assertThat(gone.outcome()).isEqualTo(Outcome.WITHDRAWN);
        assertThat(behind.outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void a_withdrawal_that_comes_too_late_says_that_the_lock_was_granted() {
        ada.call(lock(Verb.ACQUIRE));
        Log.Call late = bob.call(lock(Verb.ACQUIRE).waiting());
        ada.call(lock(Verb.RELEASE));
        long token = late.amount();

        bob.withdraw(late);

        assertThat(late.outcome()).isEqualTo(Outcome.DONE);
        assertThat(late.amount()).isEqualTo(token);
    }

    @Test
    void a_dead_session_loses_the_lock_and_its_places_and_the_next_in_line_gets_it() {
        ada.call(lock(Verb.ACQUIRE));
        Log.Call own = ada.call(lock(Verb.ACQUIRE).withHolder("2").waiting());
        Log.Call next = bob.call(lock(Verb.ACQUIRE).waiting());

        log.expire("ada");

        assertThat(own.outcome()).isEqualTo(Outcome.LEASE_LOST);
        assertThat(next.outcome()).isEqualTo(Outcome.DONE);
        assertThat(ada.call(lock(Verb.RELEASE)).outcome()).isEqualTo(Outcome.LEASE_LOST);
    }

    @Test
    void an_expiry_is_void_if_the_session_was_renewed_before_it_came_to_lie_in_the_log() {
        long seen = log.shard.session("ada").orElseThrow().renewed();
        ada.call(lock(Verb.ACQUIRE));
        log.append(Command.of(Verb.RENEW, "ada", 0));

        log.append(Command.of(Verb.EXPIRE, "ada", seen));

        assertThat(ada.call(lock(Verb.RELEASE)).outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void who_waits_for_a_condition_gives_the_lock_up_and_has_it_again_as_often_when_it_is_signalled() {
        ada.call(lock(Verb.ACQUIRE));
        ada.call(lock(Verb.ACQUIRE));
        Log.Call awaits = ada.call(lock(Verb.AWAIT).withField("full"));
        Log.Call other = bob.call(lock(Verb.ACQUIRE));
        assertThat(other.outcome()).isEqualTo(Outcome.DONE);

        bob.call(lock(Verb.SIGNAL).withField("full"));
        assertThat(awaits.waits()).isTrue();
        bob.call(lock(Verb.RELEASE));

        assertThat(awaits.outcome()).isEqualTo(Outcome.DONE);
        assertThat(awaits.amount()).isEqualTo(log.last());
        assertThat(ada.call(lock(Verb.RELEASE)).amount()).isEqualTo(1);
        assertThat(ada.call(lock(Verb.RELEASE)).amount()).isZero();
    }

    @Test
    void a_signal_reaches_one_and_a_signal_to_all_reaches_all_in_order() {
        Log.Caller eve = log.open("eve");
        ada.call(lock(Verb.ACQUIRE));
        Log.Call first = ada.call(lock(Verb.AWAIT).withField("c"));
        bob.call(lock(Verb.ACQUIRE));
        Log.Call second = bob.call(lock(Verb.AWAIT).withField("c"));
        eve.call(lock(Verb.ACQUIRE));

        eve.call(lock(Verb.SIGNAL_ALL).withField("c"));
        eve.call(lock(Verb.RELEASE));
        assertThat(first.outcome()).isEqualTo(Outcome.DONE);
        assertThat(second.waits()).isTrue();
        ada.call(lock(Verb.RELEASE));
        assertThat(second.outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void a_wait_for_a_condition_that_is_withdrawn_ends_only_with_the_lock_in_hand() {
        ada.call(lock(Verb.ACQUIRE));
        Log.Call awaits = ada.call(lock(Verb.AWAIT).withField("c"));
        bob.call(lock(Verb.ACQUIRE));

        ada.withdraw(awaits);
        assertThat(awaits.waits()).isTrue();
        bob.call(lock(Verb.RELEASE));

        assertThat(awaits.outcome()).isEqualTo(Outcome.WITHDRAWN);
        assertThat(ada.call(lock(Verb.RELEASE)).outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void a_withdrawn_wait_for_a_condition_takes_a_free_lock_at_once() {
        ada.call(lock(Verb.ACQUIRE));
        Log.Call awaits = ada.call(lock(Verb.AWAIT).withField("c"));

        ada.withdraw(awaits);

        assertThat(awaits.outcome()).isEqualTo(Outcome.WITHDRAWN);
        assertThat(ada.call(lock(Verb.RELEASE)).outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void an_operator_takes_the_lock_from_its_holder_once_however_often_that_is_asked() {
        Log.Call held = ada.call(lock(Verb.ACQUIRE));
        Log.Call next = bob.call(lock(Verb.ACQUIRE).waiting());
        Command force = Command.of(Kind.LOCK, "door", Verb.FORCE).withAmount(held.amount());

        log.append(force);
        log.append(force);

        assertThat(next.outcome()).isEqualTo(Outcome.DONE);
        assertThat(ada.call(lock(Verb.RELEASE)).outcome()).isEqualTo(Outcome.NOT_HELD);
        assertThat(bob.call(lock(Verb.RELEASE)).outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void a_lock_has_so_many_conditions_that_are_waited_for_at_a_time() {
        for (int i = 0; i < Limits.CONDITIONS; i++) {
            ada.call(lock(Verb.ACQUIRE));
            ada.call(lock(Verb.AWAIT).withField("c" + i));
        }
        ada.call(lock(Verb.ACQUIRE));

        assertThat(ada.call(lock(Verb.AWAIT).withField("one more")).outcome()).isEqualTo(Outcome.TOO_LARGE);
        ada.call(lock(Verb.SIGNAL).withField("c0"));
        assertThat(ada.call(lock(Verb.AWAIT).withField("one more")).waits()).isTrue();
    }

    @Test
    void ten_thousand_may_wait_and_each_is_served_in_turn() {
        ada.call(lock(Verb.ACQUIRE));
        var calls = new ArrayList<Log.Call>();
        for (int i = 0; i < 10_000; i++) {
            var caller = log.open("w" + i);
            calls.add(caller.call(lock(Verb.ACQUIRE).waiting()));
        }
        ada.call(lock(Verb.RELEASE));

        long before = -1;
        for (int i = 0; i < calls.size(); i++) {
            assertThat(calls.get(i).amount()).isGreaterThan(before);
            before = calls.get(i).amount();
            log.expire("w" + i);
        }
    }

    @Test
    void a_lock_at_rest_leaves_nothing_behind_but_the_last_answers() {
        ada.call(lock(Verb.ACQUIRE));
        bob.call(lock(Verb.ACQUIRE).waiting());
        ada.call(lock(Verb.RELEASE));
        bob.call(lock(Verb.RELEASE));
        log.append(Command.of(Verb.CLOSE, "ada", 0));
        log.append(Command.of(Verb.CLOSE, "bob", 0));

        assertThat(log.leftBehind()).isZero();
    }
}
