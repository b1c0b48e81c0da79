package io.trireme.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trireme.Fault;
import io.trireme.TriremeException;
import io.trireme.streams.MapStore;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShardTest {
    private static final String[] NAMES = {"a", "b", "c", "d"};

    private final Log log = new Log();
    private final Log.Caller ada = log.open("ada");

    private static Command counter(Verb verb) {
        return Command.of(Kind.COUNTER, "n", verb).withAmount(1);
    }

    @Test
    void a_second_copy_of_a_call_has_no_second_effect_and_gets_the_first_answer() {
        ada.call(counter(Verb.ADD));

        List<Reply> again = ada.repeat();

        assertThat(again).extracting(Reply::amount).containsExactly(1L);
        assertThat(ada.call(counter(Verb.GET)).amount()).isEqualTo(1);
    }

    @Test
    void the_first_answer_is_given_again_as_it_was() {
        Command queue = Command.of(Kind.QUEUE, "q", Verb.PUT).withShape(1);
        String item = "\" a  \\n 1 \u00fc \"";
        ada.call(queue.withValue(item));
        Log.Call taken =
                ada.call(Command.of(Kind.QUEUE, "q", Verb.TAKE).withShape(1).waiting());

        assertThat(taken.value()).isEqualTo(item);
        assertThat(ada.repeat()).containsExactly(taken.reply().orElseThrow());
    }

    @Test
    void what_another_version_has_written_is_not_read_and_it_is_said_what_to_do() {
        ada.call(counter(Verb.ADD));
        assertThat(new Shard(log.store.copy()).sessions()).containsKey("ada");

        MapStore newer = log.store.copy();
        newer.put(Keys.format(), Texts.bytes("2"));
        MapStore older = log.store.copy(); // of before formats were noted
        older.delete(Keys.format());

        for (MapStore other : List.of(newer, older)) {
            assertThatThrownBy(() -> new Shard(other))
                    .isInstanceOfSatisfying(TriremeException.class, wrong -> assertThat(wrong.fault())
                            .isEqualTo(Fault.STATE_FORMAT))
                    .hasMessageContaining("delete that topic");
        }
    }

    @Test
    void a_second_copy_of_a_call_that_waits_stands_in_line_once() {
        Command lock =
                Command.of(Kind.LOCK, "door", Verb.ACQUIRE).withHolder("1").waiting();
        Log.Caller bob = log.open("bob");
        ada.call(lock);
        Log.Call waits = bob.call(lock);

        assertThat(bob.repeat()).extracting(Reply::outcome).containsExactly(Outcome.WAITS);
        ada.call(Command.of(Kind.LOCK, "door", Verb.RELEASE).withHolder("1"));
        bob.call(Command.of(Kind.LOCK, "door", Verb.RELEASE).withHolder("1"));

        assertThat(waits.outcome()).isEqualTo(Outcome.DONE);
        assertThat(bob.call(lock).outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void an_object_of_another_kind_is_left_as_it_is() {
        ada.call(counter(Verb.ADD));

        Log.Call other = ada.call(Command.of(Kind.MAP, "n", Verb.CLEAR));

        assertThat(other.outcome()).isEqualTo(Outcome.OTHER_KIND);
        assertThat(other.value()).isEqualTo("counter");
        assertThat(ada.call(counter(Verb.GET)).amount()).isEqualTo(1);
    }

    @Test
    void a_verb_that_the_kind_does_not_know_is_refused() {
        assertThat(ada.call(counter(Verb.ACQUIRE)).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void calls_of_a_session_that_was_never_opened_or_has_ended_have_no_effect() {
        log.append(Command.of(Verb.CLOSE, "ada", 0));

        assertThat(ada.call(counter(Verb.ADD)).outcome()).isEqualTo(Outcome.LEASE_LOST);
        assertThat(log.append(Command.of(Verb.RENEW, "ada", 0)))
                .extracting(Reply::outcome)
                .containsExactly(Outcome.LEASE_LOST);
        assertThat(log.leftBehind()).isZero();
    }

    @Test
    void a_session_with_too_many_calls_that_are_not_acknowledged_is_told() {
        Command late = counter(Verb.ADD).from("ada", Limits.CALLS + 1, 1, 0);

        assertThat(log.append(late)).extracting(Reply::outcome).containsExactly(Outcome.TOO_MANY_CALLS);
    }

    @Test
    void a_call_that_waits_is_passed_over_by_who_was_told_so() {
        Command far = counter(Verb.ADD).from("ada", Limits.CALLS + 1, new Known(1, Limits.CALLS + 1, List.of()), 0);

        assertThat(log.append(far)).extracting(Reply::outcome).containsExactly(Outcome.DONE);
    }

    @Test
    void so_many_calls_of_a_session_may_wait() {
        var calls = new Calls(log.store);
        for (int number = 1; number <= Limits.CALLS; number++) {
            calls.setApart("ada", number, new CallState.Waits(new Place("go", "w", number)));
        }
        long next = Limits.CALLS + 1;
        Command waits =
                Command.of(Kind.EVENT, "go", Verb.AWAIT).waiting().from("ada", next, new Known(1, next, List.of()), 0);
        var shard = new Shard(log.store);

        assertThat(shard.apply(1, 1, waits)).extracting(Reply::outcome).containsExactly(Outcome.TOO_MANY_CALLS);
        calls.setApart("ada", 1, new CallState.Ended(Outcome.DONE, 0, ""));
        Command late = waits.from("ada", next, new Known(1, next, List.of(1L)), 0);
        assertThat(shard.apply(2, 2, late)).extracting(Reply::outcome).containsExactly(Outcome.WAITS);
    }

    @Test
    void a_partition_takes_so_many_sessions_and_a_new_one_for_each_that_ends() {
        for (int others = 1; others < Limits.SESSIONS; others++) {
            log.open("s" + others);
        }
        Command bob = Command.of(Verb.OPEN, "bob", 10_000);
        assertThat(log.append(bob)).extracting(Reply::outcome).containsExactly(Outcome.TOO_MANY_SESSIONS);
        assertThat(log.append(Command.of(Verb.OPEN, "ada", 10_000)))
                .extracting(Reply::outcome)
                .containsExactly(Outcome.DONE);
        assertThat(new Shard(log.store).apply(0, 0, bob))
                .extracting(Reply::outcome)
                .containsExactly(Outcome.TOO_MANY_SESSIONS);

        log.expire("s1");

        assertThat(log.append(bob)).extracting(Reply::outcome).containsExactly(Outcome.DONE);
    }

    @Test
    void answers_that_were_acknowledged_are_forgotten() {
        for (int i = 0; i < 100; i++) {
            ada.call(counter(Verb.ADD));
        }

        assertThat(log.store.size()).isLessThan(5);
    }

    @Test
    void what_there_is_can_be_listed_and_shown() {
        ada.call(counter(Verb.ADD));
        ada.call(Command.of(Kind.LOCK, "door", Verb.ACQUIRE).withHolder("1"));
        ada.call(Command.of(Kind.LOCK, "door", Verb.ACQUIRE).withHolder("2").waiting());

        List<Reply> all = log.append(Command.of(Kind.LOCK, "", Verb.LIST));
        List<Reply> one = log.append(Command.of(Kind.LOCK, "door", Verb.SHOW));

        assertThat(all.getFirst().value())
                .contains("\"name\":\"door\",\"kind\":\"lock\"")
                .contains("\"name\":\"n\",\"kind\":\"counter\",\"size\":1");
        assertThat(one.getFirst().value()).contains("\"holder\":\"ada/1\"").contains("\"waiting\":1");
        assertThat(log.append(Command.of(Kind.LOCK, "none", Verb.SHOW))
                        .getFirst()
                        .outcome())
                .isEqualTo(Outcome.REFUSED);
    }

    @Test
    void a_call_that_waits_is_told_so() {
        Command lock =
                Command.of(Kind.LOCK, "door", Verb.ACQUIRE).withHolder("1").waiting();
        ada.call(lock);

        List<Reply> replies = log.append(lock.withHolder("2").from("ada", 2, 2, 0));

        assertThat(replies).extracting(Reply::outcome).containsExactly(Outcome.WAITS);
    }

    @Test
    void what_a_shard_cannot_bear_is_no_command() {
        Command sound = Command.of(Kind.LIST, "a", Verb.PUT);

        assertThat(Command.decode(sound.encode())).isPresent();
        assertThat(Command.decode(sound.withShape(-1).encode())).isEmpty();
        assertThat(Command.decode(sound.withShape(Integer.MAX_VALUE).encode())).isEmpty();
        assertThat(Command.decode(sound.withAmount(-1).encode())).isEmpty();
        assertThat(Command.decode(
                        Command.of(Kind.MAP, "x".repeat(10_000), Verb.CLEAR).encode()))
                .isEmpty();
        assertThat(Command.decode(sound.from("ada", -1, 0, 0).encode())).isEmpty();
        assertThat(Command.decode(sound.from("ada", 1, -1, 0).encode())).isEmpty();
        assertThat(Command.decode(
                        sound.from("ada", 9, new Known(3, 2, List.of()), 0).encode()))
                .isEmpty();
        assertThat(Command.decode(sound.from("ada", 9, new Known(3, 4, Collections.nCopies(101, 5L)), 0)
                        .encode()))
                .isEmpty();
        assertThat(Command.decode(sound.withValue("1".repeat(2_000_000)).encode()))
                .isEmpty();
    }

    @Test
    void no_command_is_too_much_for_a_shard_whatever_it_asks_of_which_object() {
        var random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            Command any = Command.of(oneOf(random, Kind.values()), oneOf(random, NAMES), oneOf(random, Verb.values()))
                    .from(oneOf(random, "ada", "bob", ""), 1 + i - random.nextInt(3), Math.max(0, i - 50), 0)
                    .withShape(random.nextInt(4))
                    .withHolder(oneOf(random, "1", "2", ""))
                    .withAmount(random.nextInt(10) == 0 ? random.nextLong() : random.nextInt(4))
                    .withField(oneOf(random, "1", "\"k\"", ""))
                    .withValue(oneOf(random, "1", "no json", ""))
                    .expecting(oneOf(random, "1", "no json", ""));
            Optional<Command> sound = Command.decode((random.nextBoolean() ? any : any.waiting()).encode());
            refused += sound.isEmpty() ? 1 : 0;
            sound.ifPresent(log::append);
        }
        assertThat(refused).isBetween(500, 5_000);
        List.of("ada", "bob").forEach(session -> log.append(Command.of(Verb.CLOSE, session, 0)));
        assertThat(log.shard.sessions()).doesNotContainKeys("ada", "bob");
    }

    @SafeVarargs
    private static <T> T oneOf(Random random, T... all) {
        return all[random.nextInt(all.length)];
    }

    @Test
    void what_there_is_fits_into_pages_however_long_the_names_are() {
        for (int i = 0; i < 1_000; i++) {
            ada.call(
                    Command.of(Kind.COUNTER, "\u0001".repeat(990) + i, Verb.ADD).withAmount(1));
        }

        Reply page = log.append(Command.of(Kind.LOCK, "", Verb.LIST)).getFirst();

        assertThat(page.encode(0).length).isLessThan(Limits.RECORD_BYTES);
        assertThat(page.amount()).isEqualTo(1);
    }

    @Test
    void what_is_written_can_be_read_again_and_what_is_no_command_is_not_one() {
        Command command = Command.of(Kind.MAP, "\u00fcn\u00efc\u00f6de \ud83d\ude80\n", Verb.REPLACE_IF)
                .withShape(3)
                .withHolder("h")
                .withAmount(4)
                .withField("{\"k\":1}")
                .withValue("\"v\"")
                .expecting("[1.50]")
                .waiting()
                .from("s", 7, new Known(3, 6, List.of(4L, 5L)), 2);

        assertThat(Command.decode(command.encode())).contains(command);
        assertThat(Command.decode(new byte[] {1, 2, 3})).isEmpty();
        assertThat(Command.decode("{\"verb\":\"EXPLODE\"}".getBytes(UTF_8))).isEmpty();
    }
}
