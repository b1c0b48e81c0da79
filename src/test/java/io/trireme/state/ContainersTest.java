package io.trireme.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Maps, lists, values and counters. */
class ContainersTest {
    private final Log log = new Log();
    private final Log.Caller ada = log.open("ada");

    private static Command map(Verb verb, String field) {
        return Command.of(Kind.MAP, "ages", verb).withField(field);
    }

    private static Command list(Verb verb, long index) {
        return Command.of(Kind.LIST, "steps", verb).withAmount(index);
    }

    private static Command value(Verb verb) {
        return Command.of(Kind.VALUE, "pi", verb);
    }

    private static Command counter(Verb verb, long amount) {
        return Command.of(Kind.COUNTER, "hits", verb).withAmount(amount);
    }

    @Test
    void a_map_answers_with_what_was_there_before() {
        assertThat(ada.call(map(Verb.PUT, "\"eve\"").withValue("1")).value()).isEmpty();
        assertThat(ada.call(map(Verb.PUT, "\"eve\"").withValue("2")).value()).isEqualTo("1");
        assertThat(ada.call(map(Verb.GET, "\"eve\"")).value()).isEqualTo("2");
        assertThat(ada.call(map(Verb.REMOVE, "\"eve\"")).value()).isEqualTo("2");
        assertThat(ada.call(map(Verb.GET, "\"eve\"")).outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void a_conditional_change_of_a_map_compares_json_and_not_its_text() {
        ada.call(map(Verb.PUT, "1").withValue("{\"a\":1,\"b\":2}"));

        Command change = map(Verb.REPLACE_IF, "1").withValue("3");
        assertThat(ada.call(change.expecting("{\"a\":1}")).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(ada.call(change.expecting("{\"b\":2,\"a\":1}")).outcome()).isEqualTo(Outcome.DONE);
        assertThat(ada.call(map(Verb.PUT_IF_ABSENT, "1").withValue("4")).outcome())
                .isEqualTo(Outcome.REFUSED);
        assertThat(ada.call(map(Verb.REMOVE_IF, "1").expecting("3")).outcome()).isEqualTo(Outcome.DONE);
        assertThat(ada.call(map(Verb.SIZE, "")).amount()).isZero();
    }

    @Test
    void a_map_is_shown_in_pages_that_fit_into_a_reply() {
        String large = '"' + "x".repeat(Limits.PAGE_BYTES / 2) + '"';
        IntStream.range(0, 5)
                .forEach(i -> ada.call(map(Verb.PUT, String.valueOf(i)).withValue(large)));

        Log.Call first = ada.call(map(Verb.PAGE, ""));
        Log.Call last = ada.call(map(Verb.PAGE, "3"));

        assertThat(first.amount()).isEqualTo(1);
        assertThat(first.value()).startsWith("[\"0\",").contains(",\"1\",").doesNotContain(",\"2\",");
        assertThat(last.amount()).isZero();
        assertThat(last.value()).startsWith("[\"4\",");
    }

    @Test
    void a_cleared_map_leaves_nothing_behind() {
        IntStream.range(0, 5)
                .forEach(i -> ada.call(map(Verb.PUT, String.valueOf(i)).withValue("0")));

        assertThat(ada.call(map(Verb.CLEAR, "")).amount()).isEqualTo(5);
        log.append(Command.of(Verb.CLOSE, "ada", 0));

        assertThat(log.leftBehind()).isZero();
    }

    @Test
    void two_names_of_which_one_begins_like_the_other_are_two_maps() {
        ada.call(Command.of(Kind.MAP, "a", Verb.PUT).withField("1").withValue("0"));
        ada.call(Command.of(Kind.MAP, "ab", Verb.PUT).withField("1").withValue("0"));

        ada.call(Command.of(Kind.MAP, "a", Verb.CLEAR));

        assertThat(ada.call(Command.of(Kind.MAP, "ab", Verb.SIZE)).amount()).isEqualTo(1);
    }

    @Test
    void a_list_grows_and_shrinks_at_any_index_and_knows_its_ends() {
        ada.call(list(Verb.ADD, 0).withValue("1"));
        ada.call(list(Verb.ADD, 1).withValue("3"));
        ada.call(list(Verb.ADD, 1).withValue("2"));

        assertThat(ada.call(list(Verb.PAGE, 0)).value()).isEqualTo("[\"1\",\"2\",\"3\"]");
        assertThat(ada.call(list(Verb.PUT, 2).withValue("4")).value()).isEqualTo("3");
        assertThat(ada.call(list(Verb.REMOVE, 0)).value()).isEqualTo("1");
        assertThat(ada.call(list(Verb.GET, 2)).outcome()).isEqualTo(Outcome.NO_INDEX);
        assertThat(ada.call(list(Verb.ADD, 4).withValue("0")).outcome()).isEqualTo(Outcome.NO_INDEX);
    }

    @Test
    void an_array_has_its_length_from_the_beginning_and_for_ever() {
        Command array = Command.of(Kind.LIST, "table", Verb.PUT).withShape(3).withValue("7");

        assertThat(ada.call(array.withAmount(2)).value()).isEqualTo("null");
        assertThat(ada.call(array.withAmount(3)).outcome()).isEqualTo(Outcome.NO_INDEX);
        Command add = Command.of(Kind.LIST, "table", Verb.ADD).withShape(3).withValue("7");
        assertThat(ada.call(add).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(ada.call(array.withShape(4)).outcome()).isEqualTo(Outcome.OTHER_SHAPE);
    }

    @Test
    void a_list_that_would_become_too_large_stays_as_it_is() {
        String large = '"' + "x".repeat(Limits.LIST_BYTES - 10) + '"';
        ada.call(list(Verb.ADD, 0).withValue(large));

        assertThat(ada.call(list(Verb.ADD, 0).withValue(large)).outcome()).isEqualTo(Outcome.TOO_LARGE);
        assertThat(ada.call(list(Verb.SIZE, 0)).amount()).isEqualTo(1);
    }

    @Test
    void a_value_is_replaced_only_if_it_is_what_was_expected() {
        assertThat(ada.call(value(Verb.REPLACE_IF).withValue("1").expecting("0"))
                        .outcome())
                .isEqualTo(Outcome.REFUSED);
        assertThat(ada.call(value(Verb.REPLACE_IF).withValue("1")).outcome()).isEqualTo(Outcome.DONE);
        assertThat(ada.call(value(Verb.PUT).withValue("2")).value()).isEqualTo("1");
        assertThat(ada.call(value(Verb.GET)).value()).isEqualTo("2");
    }

    @Test
    void a_counter_counts() {
        assertThat(ada.call(counter(Verb.ADD, 5)).amount()).isEqualTo(5);
        assertThat(ada.call(counter(Verb.ADD, -7)).amount()).isEqualTo(-2);
        assertThat(ada.call(counter(Verb.REPLACE_IF, 1).expecting("0")).outcome())
                .isEqualTo(Outcome.REFUSED);
        assertThat(ada.call(counter(Verb.REPLACE_IF, 1).expecting("-2")).outcome())
                .isEqualTo(Outcome.DONE);
        assertThat(ada.call(counter(Verb.GET, 0)).amount()).isEqualTo(1);
    }
}
