package io.trireme.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.streams.MapStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateMachineTest {
    private static final int PERMITS = 10;
    private static final long PERIOD = 1_000;
    private static final long BEGIN = 1_000_000;

    private final Shard shard = new Shard(new MapStore());
    private long offset;
    private long number;

    RateMachineTest() {
        shard.apply(offset++, BEGIN, Command.of(Verb.OPEN, "ada", 10_000));
    }

    private static Command acquire(long least, long most) {
        return Command.of(Kind.RATE_LIMITER, "calls", Verb.ACQUIRE)
                .withShape(PERMITS)
                .withField(Long.toString(PERIOD))
                .expecting(Long.toString(least))
                .withAmount(most);
    }

    /** What came of it so many milliseconds after the beginning. */
    private Reply at(long millis, Command command) {
        number++;
        return shard.apply(offset++, BEGIN + millis, command.from("ada", number, number, 0))
                .getFirst();
    }

    private Reply waitingAt(long millis, long least, long most) {
        return at(millis, acquire(least, most).waiting());
    }

    @Test
    void a_full_bucket_is_used_at_once_and_fills_up_within_the_period() {
        assertThat(at(0, acquire(1, PERMITS)).value()).isEqualTo("10");
        assertThat(at(0, acquire(1, 1)).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(at(99, acquire(1, 1)).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(at(100, acquire(1, 5)).value()).isEqualTo("1");
        assertThat(at(350, acquire(1, 5)).value()).isEqualTo("2");
        assertThat(at(10_000, acquire(1, PERMITS)).value()).isEqualTo("10");
    }

    @Test
    void who_waits_is_told_for_how_long_and_whoever_comes_later_waits_behind_it() {
        waitingAt(0, 1, PERMITS);

        assertThat(waitingAt(0, 1, 3).amount()).isEqualTo(100);
        assertThat(waitingAt(0, 2, 3))
                .satisfies(second -> assertThat(second.amount()).isEqualTo(300))
                .satisfies(second -> assertThat(second.value()).isEqualTo("2"));
        assertThat(at(200, acquire(1, 1)).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(waitingAt(200, 1, 1).amount()).isEqualTo(200);
    }

    @Test
    void never_is_more_used_than_the_rate_allows_whoever_asks_for_whatever() {
        var random = new Random(7);
        var usable = new ArrayList<long[]>(); // when, how many
        long now = 0;
        for (int i = 0; i < 2_000; i++) {
            now += random.nextInt(150);
            long least = 1 + random.nextInt(3);
            Reply reply = waitingAt(now, least, least + random.nextInt(4));
            usable.add(new long[] {now + reply.amount(), Long.parseLong(reply.value())});
        }

        usable.sort((one, other) -> Long.compare(one[0], other[0]));
        for (int from = 0; from < usable.size(); from += 17) {
            long used = 0;
            for (int to = from; to < Math.min(from + 200, usable.size()); to++) {
                used += usable.get(to)[1];
                long time = usable.get(to)[0] - usable.get(from)[0];
                assertThat(used).isLessThanOrEqualTo(PERMITS + PERMITS * (time + 1) / PERIOD);
            }
        }
    }

    @Test
    void a_clock_that_jumps_ahead_fills_the_bucket_and_one_that_jumps_back_does_not() {
        waitingAt(0, 1, PERMITS);
        assertThat(at(10_000_000, acquire(1, PERMITS)).value()).isEqualTo("10");
        assertThat(at(0, acquire(1, 1)).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(at(100, acquire(1, PERMITS)).value()).isEqualTo("1");
    }

    @Test
    void a_second_copy_takes_nothing() {
        Command once = acquire(1, 4).from("ada", 1, 1, 0);
        number = 1;
        List<Reply> first = shard.apply(offset++, BEGIN, once);

        assertThat(shard.apply(offset++, BEGIN, once)).isEqualTo(first);
        assertThat(at(0, acquire(1, PERMITS)).value()).isEqualTo("6");
    }

    @Test
    void another_rate_under_its_name_is_refused_and_it_can_be_filled_up() {
        at(0, acquire(1, PERMITS));

        Reply other = at(0, acquire(1, 1).withField("2000"));
        assertThat(other.outcome()).isEqualTo(Outcome.OTHER_SHAPE);
        assertThat(other.value()).isEqualTo("10 in 1000 ms");
        at(
                0,
                Command.of(Kind.RATE_LIMITER, "calls", Verb.RESET)
                        .withShape(PERMITS)
                        .withField(Long.toString(PERIOD)));
        assertThat(at(0, acquire(1, PERMITS)).value()).isEqualTo("10");
    }

    @Test
    void what_cannot_be_is_not_understood() {
        for (String period : List.of("", "0", "-1", "x", "86400001")) {
            assertThat(at(0, acquire(1, 1).withField(period)).outcome()).isEqualTo(Outcome.UNKNOWN);
        }
        assertThat(at(0, acquire(2, 1)).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(at(0, acquire(1, PERMITS + 1)).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(at(0, acquire(1, 1).withShape(0)).outcome()).isEqualTo(Outcome.UNKNOWN);
    }
}
