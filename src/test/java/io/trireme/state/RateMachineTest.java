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

    private final MapStore store = new MapStore();
    private final Shard shard = new Shard(store);
    private long offset;
    private long number;

    RateMachineTest() {
        shard.apply(offset++, BEGIN, Command.of(Verb.OPEN, "ada", 10_000));
    }

    private static Command acquire(long least, long most) {
        return acquire("calls", least, most);
    }

    private static Command acquire(String name, long least, long most) {
        return Command.of(Kind.RATE_LIMITER, name, Verb.ACQUIRE)
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
    void a_rate_that_is_no_whole_number_of_nanoseconds_is_no_faster() {
        int permits = 600_000;
        Command all =
                acquire(permits, permits).withShape(permits).withField("1").waiting();

        at(0, all);
        for (int millis = 1; millis < 10; millis++) {
            assertThat(at(0, all).amount()).isGreaterThanOrEqualTo(millis);
        }
    }

    private static Command reset(int permits) {
        return Command.of(Kind.RATE_LIMITER, "calls", Verb.RESET)
                .withShape(permits)
                .withField(Long.toString(PERIOD));
    }

    @Test
    void another_rate_under_its_name_is_refused_until_the_bucket_is_full() {
        Command other = acquire(1, 1).withField("2000");
        at(0, acquire(1, PERMITS));

        assertThat(at(0, other))
                .satisfies(refused -> assertThat(refused.outcome()).isEqualTo(Outcome.OTHER_SHAPE))
                .satisfies(refused -> assertThat(refused.value()).isEqualTo("10 in 1000 ms"));
        assertThat(at(999, other).outcome()).isEqualTo(Outcome.OTHER_SHAPE);
        assertThat(at(1_000, other).outcome()).isEqualTo(Outcome.DONE);
        assertThat(at(1_000, acquire(1, 1)).outcome()).isEqualTo(Outcome.OTHER_SHAPE);
    }

    @Test
    void it_can_be_filled_up_whatever_its_rate_and_then_have_another_one() {
        waitingAt(0, PERMITS, PERMITS);
        waitingAt(0, PERMITS, PERMITS);
        at(0, reset(PERMITS));
        assertThat(at(0, acquire(1, PERMITS)).value()).isEqualTo("10");

        assertThat(at(0, reset(20)).outcome()).isEqualTo(Outcome.DONE);
        assertThat(at(0, acquire(1, 20).withShape(20)).value()).isEqualTo("20");
    }

    @Test
    void full_buckets_are_forgotten_while_others_are_made() {
        for (int i = 0; i < 1_000; i++) {
            at(i * PERIOD, acquire("of user " + i % 500, 1, 1));
        }

        assertThat(store.size()).isLessThan(10);
    }

    @Test
    void buckets_that_are_not_full_are_kept_while_others_are_made() {
        at(0, acquire(1, PERMITS));
        for (int i = 0; i < 100; i++) {
            at(0, acquire("of user " + i, 1, 1));
        }

        assertThat(at(1, acquire(1, 1)).outcome()).isEqualTo(Outcome.REFUSED);
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
