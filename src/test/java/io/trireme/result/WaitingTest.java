package io.trireme.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trireme.Fault;
import io.trireme.TriremeException;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.Turns;
import org.junit.jupiter.api.Test;

class WaitingTest {
    private final PayloadCodec codec = new PayloadCodec(new ObjectMapper());
    private final Waiting waiting = new Waiting(3);

    private Reply<String> reply(String id, long deadline) {
        return new Reply<>(
                id,
                new ValueReader<>(codec, String.class),
                Runnable::run,
                Revoker.NONE,
                deadline,
                told -> {},
                Turns.ofNothing());
    }

    @Test
    void several_may_wait_for_one_task_and_all_of_them_are_told() {
        Reply<String> one = reply("a", 10);
        Reply<String> two = reply("a", 10);
        waiting.add(one);
        waiting.add(two);
        waiting.add(reply("b", 10));

        assertThat(waiting.of("a")).containsExactly(one, two);
        assertThat(waiting.take("a")).containsExactly(one, two);
        assertThat(waiting.take("a")).isEmpty();
        assertThat(waiting.size()).isEqualTo(1);
    }

    @Test
    void beyond_the_bound_a_caller_is_told_so_and_a_place_that_is_given_back_is_free() {
        Reply<String> first = reply("a", 10);
        waiting.add(first);
        waiting.add(reply("b", 10));
        waiting.add(reply("c", 10));

        assertThatThrownBy(() -> waiting.add(reply("d", 10)))
                .isInstanceOfSatisfying(
                        TriremeException.class, full -> assertThat(full.fault()).isEqualTo(Fault.TOO_MANY_WAITING));
        waiting.remove(first);
        waiting.add(reply("d", 10));
        assertThat(waiting.of("a")).isEmpty();
    }

    @Test
    void who_goes_away_without_a_word_leaves_nothing_behind_for_long() {
        Reply<String> old = reply("a", 10);
        Reply<String> young = reply("a", 20);
        waiting.add(old);
        waiting.add(young);

        assertThat(waiting.takeOverdue(9)).isEmpty();
        assertThat(waiting.takeOverdue(10)).containsExactly(old);
        assertThat(waiting.of("a")).containsExactly(young);
    }

    @Test
    void nothing_is_waited_for_once_it_is_closed() {
        Reply<String> reply = reply("a", 10);
        waiting.add(reply);

        assertThat(waiting.close()).containsExactly(reply);
        assertThatThrownBy(() -> waiting.add(reply("b", 10)))
                .isInstanceOfSatisfying(TriremeException.class, closed -> assertThat(closed.fault())
                        .isEqualTo(Fault.CALLER_CLOSED));
    }
}
