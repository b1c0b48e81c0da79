package io.trireme.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trireme.Fault;
import io.trireme.TriremeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private static final Duration TIME = Duration.ofSeconds(9);
    private static final Command COUNT = Command.of(Kind.COUNTER, "n", Verb.ADD).withAmount(1);

    private final List<Command> sent = new ArrayList<>();
    private final Lease lease = new Lease(
            "ada",
            2,
            new Conversation.Terms(0, TIME, Duration.ofSeconds(20)),
            (partition, command) -> sent.add(command));

    private Pending call(int partition) {
        return lease.with(partition).call(COUNT, Pending.Undo.NONE, 0);
    }

    private void reply(int partition, long number, Outcome outcome) {
        lease.reply(new Reply.Delivery(partition, new Reply(0, "ada", number, outcome, 0, "")), 0);
    }

    @Test
    void a_partition_that_takes_no_session_fails_its_calls_and_no_others() {
        Pending there = call(1);
        Pending here = call(0);

        reply(0, -1, Outcome.TOO_MANY_SESSIONS);
        reply(0, here.command().number(), Outcome.LEASE_LOST); // as it lies in the log behind it

        assertThatThrownBy(here.answer()::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(TriremeException.class, full -> assertThat(full.fault())
                        .isEqualTo(Fault.STATE_TOO_MANY_SESSIONS));
        assertThat(lease.isLost()).isFalse();
        assertThat(there.answer()).isNotDone();
    }

    @Test
    void a_call_after_a_refusal_opens_anew_and_late_copies_of_the_refusal_are_nothing_to_it() {
        call(0);
        reply(0, -1, Outcome.TOO_MANY_SESSIONS);
        sent.clear();

        Pending again = call(0);
        assertThat(sent).extracting(Command::verb).containsExactly(Verb.OPEN, Verb.ADD);
        reply(0, -1, Outcome.TOO_MANY_SESSIONS);
        reply(0, 1, Outcome.LEASE_LOST);

        assertThat(again.answer()).isNotDone();
        assertThat(lease.isLost()).isFalse();
        reply(0, again.command().number(), Outcome.DONE);
        assertThat(again.answer()).isCompleted();
    }

    @Test
    void what_one_partition_says_of_the_end_is_the_end_in_all() {
        Pending here = call(0);
        Pending there = call(1);
        sent.clear();

        reply(1, 0, Outcome.LEASE_LOST);

        assertThat(lease.isLost()).isTrue();
        assertThat(here.answer()).isCompletedExceptionally();
        assertThat(there.answer()).isCompletedExceptionally();
        assertThat(sent).extracting(Command::verb).containsOnly(Verb.CLOSE);
    }

    @Test
    void it_is_sure_for_a_lease_from_when_the_last_confirmed_renewal_was_sent() {
        call(0);
        lease.tick(TIME.toNanos() / 2);
        assertThat(lease.isSure(TIME.toNanos())).isFalse();

        reply(0, -2, Outcome.DONE);

        assertThat(lease.isSure(TIME.toNanos())).isTrue();
        assertThat(lease.isSure(TIME.toNanos() * 3 / 2)).isFalse();
    }

    @Test
    void a_renewal_that_is_answered_after_its_time_tells_of_the_end_and_proves_nothing_else() {
        call(0);
        for (int thirds = 1; thirds <= 30; thirds++) {
            lease.tick(TIME.toNanos() / 3 * thirds);
        }

        reply(0, -2, Outcome.DONE);
        assertThat(lease.isSure(TIME.toNanos() * 10)).isFalse();
        reply(0, -3, Outcome.LEASE_LOST);

        assertThat(lease.isLost()).isTrue();
    }
}
