package io.trireme.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConversationTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final long LATE = Duration.ofSeconds(6).toNanos();
    private static final Command ACQUIRE =
            Command.of(Kind.LOCK, "door", Verb.ACQUIRE).withHolder("1").waiting();
    private static final Command RELEASE =
            Command.of(Kind.LOCK, "door", Verb.RELEASE).withHolder("1");

    private final List<Command> sent = new ArrayList<>();
    private final Conversation conversation = new Conversation(
            "ada",
            0,
            new Conversation.Terms(0, Duration.ofHours(1), TIMEOUT),
            (partition, command) -> sent.add(command));

    private static Reply reply(Pending call, Outcome outcome) {
        return new Reply(0, "ada", call.command().number(), outcome, 7, "");
    }

    private Verb lastSent() {
        return sent.getLast().verb();
    }

    private Pending acquire() {
        return conversation.call(ACQUIRE, granted -> Optional.of(RELEASE), 0);
    }

    @Test
    void a_call_without_an_answer_is_sent_again_under_its_number() {
        Pending call = acquire();

        conversation.tick(LATE);

        assertThat(sent).filteredOn(call.command()::equals).hasSize(2);
    }

    @Test
    void a_call_that_is_one_too_many_fails_at_once_and_is_not_sent() {
        for (int i = 0; i < Limits.CALLS; i++) {
            acquire();
        }
        int before = sent.size();

        Pending tooMany = acquire();

        assertThat(tooMany.answer()).isCompletedExceptionally();
        assertThat(sent).hasSize(before);
    }

    @Test
    void whoever_gives_up_a_call_that_was_refused_gives_up_no_other() {
        Pending first = acquire();
        for (int i = 1; i < Limits.CALLS; i++) {
            acquire();
        }
        Pending refused = acquire();
        conversation.reply(reply(first, Outcome.DONE), 0);
        Pending next = acquire();
        assertThat(next.answer()).isNotDone();
        assertThat(next.command().number()).isEqualTo(refused.command().number());
        sent.clear();

        conversation.abandon(refused);
        conversation.withdraw(refused, 0);

        assertThat(sent).isEmpty();
    }

    @Test
    void a_call_that_nobody_answers_is_given_up_and_withdrawn_until_its_end_is_known() {
        Pending call = acquire();

        conversation.tick(TIMEOUT.toNanos());

        assertThat(call.answer()).isCompletedExceptionally();
        assertThat(lastSent()).isEqualTo(Verb.WITHDRAW);
        sent.clear();
        conversation.tick(TIMEOUT.toNanos() + LATE);
        assertThat(lastSent()).isEqualTo(Verb.WITHDRAW);
        conversation.reply(reply(call, Outcome.WITHDRAWN), 0);
        sent.clear();
        conversation.tick(TIMEOUT.toNanos() + 2 * LATE);
        assertThat(sent).isEmpty();
    }

    @Test
    void a_call_that_nobody_wants_any_more_is_over_for_all_when_its_answer_has_come() {
        Pending call = acquire();
        conversation.abandon(call);
        assertThat(call.answer()).isNotDone();

        conversation.reply(reply(call, Outcome.DONE), 0);

        assertThat(call.answer()).as("or it would count as waiting for ever").isCompletedExceptionally();
        assertThat(lastSent()).as("what it got is given back").isEqualTo(Verb.RELEASE);
    }

    @Test
    void a_wait_that_has_to_end_with_the_lock_is_not_given_up() {
        Command await =
                Command.of(Kind.LOCK, "door", Verb.AWAIT).withHolder("1").waiting();
        Pending call = conversation.call(await, Pending.Undo.NONE, 0);

        conversation.tick(TIMEOUT.toNanos());

        assertThat(call.answer()).isNotDone();
        assertThat(lastSent()).isEqualTo(Verb.AWAIT);
    }

    @Test
    void a_question_of_no_session_that_nobody_answers_is_given_up_and_nothing_more_is_said() {
        Pending call = conversation.call(Command.of(Kind.LOCK, "", Verb.LIST), Pending.Undo.NONE, 0);

        conversation.tick(TIMEOUT.toNanos());

        assertThat(call.answer()).isCompletedExceptionally();
        assertThat(lastSent()).isEqualTo(Verb.LIST);
        assertThat(conversation.concerns(reply(call, Outcome.LEASE_LOST))).isFalse();
    }

    @Test
    void what_is_given_back_is_asked_for_until_that_is_answered_though_who_waits_for_it_is_told_in_time() {
        Pending release = conversation.insist(RELEASE, 0);

        conversation.tick(TIMEOUT.toNanos());
        assertThat(release.answer()).isCompletedExceptionally();
        sent.clear();
        conversation.tick(TIMEOUT.toNanos() + LATE);
        assertThat(sent).containsExactly(release.command());

        conversation.reply(reply(release, Outcome.DONE), 0);
        sent.clear();
        conversation.tick(TIMEOUT.toNanos() + 2 * LATE);
        assertThat(sent).isEmpty();
    }

    @Test
    void what_is_given_back_and_was_one_call_too_many_is_asked_for_again_when_more_was_acknowledged() {
        Pending waits = acquire();
        Pending release = conversation.insist(RELEASE, 0);
        conversation.reply(reply(release, Outcome.TOO_MANY_CALLS), 0);
        assertThat(release.answer()).isNotDone();

        conversation.reply(reply(waits, Outcome.DONE), 0);
        conversation.tick(LATE);

        assertThat(lastSent()).isEqualTo(Verb.RELEASE);
        assertThat(sent.getLast().number()).isEqualTo(release.command().number());
        assertThat(sent.getLast().known().answered())
                .isEqualTo(release.command().number());
        conversation.reply(reply(release, Outcome.DONE), 0);
        assertThat(release.answer()).isCompletedWithValue(reply(release, Outcome.DONE));
    }

    @Test
    void a_grant_that_nobody_wants_is_taken_back_until_that_is_answered() {
        Pending call = acquire();
        conversation.abandon(call);
        conversation.reply(reply(call, Outcome.DONE), 0);
        assertThat(lastSent()).isEqualTo(Verb.RELEASE);
        long number = sent.getLast().number();

        sent.clear();
        conversation.tick(LATE);
        conversation.tick(TIMEOUT.toNanos() + LATE);

        assertThat(sent).extracting(Command::verb).containsExactly(Verb.RELEASE, Verb.RELEASE);
        assertThat(sent).extracting(Command::number).containsOnly(number);
    }
}
