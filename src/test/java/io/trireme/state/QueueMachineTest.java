package io.trireme.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class QueueMachineTest {
    private final Log log = new Log();
    private final Log.Caller ada = log.open("ada");
    private final Log.Caller bob = log.open("bob");

    private static Command queue(Verb verb) {
        return Command.of(Kind.QUEUE, "work", verb).withShape(2);
    }

    private Log.Call put(Log.Caller who, String value) {
        return who.call(queue(Verb.PUT).withValue(value).waiting());
    }

    private Log.Call take(Log.Caller who) {
        return who.call(queue(Verb.TAKE).waiting());
    }

    @Test
    void items_come_out_in_the_order_in_which_they_went_in() {
        put(ada, "1");
        put(ada, "2");

        assertThat(take(bob).value()).isEqualTo("1");
        assertThat(take(bob).value()).isEqualTo("2");
    }

    @Test
    void a_page_of_values_that_are_all_quotes_fits_into_an_answer() {
        String quotes = "\"" + "\\\"".repeat(Limits.VALUE_BYTES / 2 - 2) + "\"";
        put(ada, quotes);
        put(ada, quotes);

        Log.Call page = ada.call(queue(Verb.PAGE));

        assertThat(page.reply().orElseThrow().encode(0).length).isBetween(1_000_000, Limits.RECORD_BYTES);
    }

    @Test
    void who_takes_from_an_empty_one_waits_and_is_served_in_order_of_arrival() {
        Log.Call first = take(bob);
        Log.Call second = take(ada);
        assertThat(first.waits()).isTrue();

        put(ada, "1");
        put(ada, "2");

        assertThat(first.value()).isEqualTo("1");
        assertThat(second.value()).isEqualTo("2");
    }

    @Test
    void who_puts_into_a_full_one_waits_until_there_is_room() {
        put(ada, "1");
        put(ada, "2");
        Log.Call third = put(ada, "3");
        assertThat(third.waits()).isTrue();
        assertThat(ada.call(queue(Verb.PUT).withValue("4")).outcome()).isEqualTo(Outcome.REFUSED);

        assertThat(take(bob).value()).isEqualTo("1");

        assertThat(third.outcome()).isEqualTo(Outcome.DONE);
        assertThat(take(bob).value()).isEqualTo("2");
        assertThat(take(bob).value()).isEqualTo("3");
        assertThat(bob.call(queue(Verb.TAKE)).outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void an_item_whose_put_was_withdrawn_never_comes_out() {
        put(ada, "1");
        put(ada, "2");
        Log.Call third = put(ada, "3");

        ada.withdraw(third);
        take(bob);

        assertThat(third.outcome()).isEqualTo(Outcome.WITHDRAWN);
        assertThat(bob.call(queue(Verb.SIZE)).amount()).isEqualTo(1);
    }

    @Test
    void what_waits_to_be_put_counts_as_what_the_queue_holds() {
        put(ada, "1");
        put(ada, "22");
        put(ada, "333");
        Log.Call fourth = put(bob, "4444");
        assertThat(bytes()).isEqualTo(10);

        bob.withdraw(fourth);
        assertThat(bytes()).isEqualTo(6);
        take(bob); // the third goes in
        assertThat(bytes()).isEqualTo(5);
        put(bob, "55555");
        ada.call(queue(Verb.CLEAR)); // the fifth goes in
        assertThat(bytes()).isEqualTo(5);
    }

    /** As its head says, since only far too many for a test would be seen from outside. */
    private long bytes() {
        byte[] head = log.store.get(Keys.head("work")).orElseThrow();
        return Json.read(Arrays.copyOfRange(head, 1, head.length), JsonNode.class)
                .path("bytes")
                .asLong();
    }

    @Test
    void no_item_goes_to_a_taker_whose_session_has_ended() {
        take(bob);
        log.expire("bob");

        put(ada, "1");

        assertThat(take(ada).value()).isEqualTo("1");
    }

    @Test
    void an_item_that_is_given_back_is_the_next_one_to_come_out() {
        put(ada, "1");
        put(ada, "2");
        take(bob);

        bob.call(queue(Verb.GIVE_BACK).withValue("1"));

        assertThat(take(ada).value()).isEqualTo("1");
        assertThat(take(ada).value()).isEqualTo("2");
    }

    @Test
    void who_joins_waits_until_all_that_was_put_is_done() {
        put(ada, "1");
        put(ada, "2");
        Log.Call joins = ada.call(queue(Verb.JOIN).waiting());
        take(bob);
        bob.call(queue(Verb.TASK_DONE));
        take(bob);
        assertThat(joins.waits()).isTrue();

        bob.call(queue(Verb.TASK_DONE));

        assertThat(joins.outcome()).isEqualTo(Outcome.DONE);
        assertThat(bob.call(queue(Verb.TASK_DONE)).outcome()).isEqualTo(Outcome.OVER_BOUND);
    }

    @Test
    void what_is_cleared_counts_as_done_and_makes_room() {
        put(ada, "1");
        put(ada, "2");
        Log.Call third = put(ada, "3");

        assertThat(bob.call(queue(Verb.CLEAR)).amount()).isEqualTo(2);

        assertThat(third.outcome()).isEqualTo(Outcome.DONE);
        assertThat(take(bob).value()).isEqualTo("3");
        bob.call(queue(Verb.TASK_DONE));
        assertThat(bob.call(queue(Verb.JOIN)).outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void one_item_can_be_removed_from_the_middle_and_the_rest_be_shown() {
        Command wide = queue(Verb.PUT).withShape(9);
        for (String item : new String[] {"1", "{\"a\":1,\"b\":2}", "3"}) {
            ada.call(wide.withValue(item));
        }

        Log.Call removed = bob.call(queue(Verb.REMOVE_IF).withShape(9).expecting("{\"b\":2,\"a\":1}"));

        assertThat(removed.outcome()).isEqualTo(Outcome.DONE);
        assertThat(bob.call(queue(Verb.PAGE).withShape(9)).value()).isEqualTo("[\"1\",\"3\"]");
    }

    @Test
    void a_queue_at_rest_leaves_nothing_behind() {
        put(ada, "1");
        take(bob);
        bob.call(queue(Verb.TASK_DONE));
        log.append(Command.of(Verb.CLOSE, "ada", 0));
        log.append(Command.of(Verb.CLOSE, "bob", 0));

        assertThat(log.leftBehind()).isZero();
    }
}
