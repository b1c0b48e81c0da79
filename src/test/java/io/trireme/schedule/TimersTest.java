package io.trireme.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.schedule.Timers.Effect;
import io.trireme.streams.MapStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;

class TimersTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final int MANY = 1_000;

    private final MapStore store = new MapStore();
    private final Timers timers = new Timers(store);

    @Test
    void a_timer_is_not_due_a_moment_early_and_is_due_at_its_time() {
        put("a", Duration.ofSeconds(10));

        assertThat(due(NOW.plusMillis(9_999))).isEmpty();
        assertThat(due(NOW.plusSeconds(10))).containsExactly("a");
    }

    @Test
    void a_due_time_between_two_milliseconds_waits_for_the_later_one() {
        put("a", Duration.ofNanos(1_000_001));

        assertThat(due(NOW.plusNanos(1_999_999))).isEmpty();
        assertThat(due(NOW.plusMillis(2))).containsExactly("a");
    }

    @Test
    void what_is_due_comes_earliest_first_and_at_most_so_many_at_once() {
        put("late", Duration.ofSeconds(3));
        put("early", Duration.ofSeconds(1));
        put("middle", Duration.ofSeconds(2));

        assertThat(fire(NOW.plusSeconds(5), 2)).containsExactly("early", "middle");
        assertThat(fire(NOW.plusSeconds(5), 2)).containsExactly("late");
        assertThat(fire(NOW.plusSeconds(5), 2)).isEmpty();
    }

    @Test
    void a_timer_of_the_past_is_due_at_once_even_before_1970() {
        timers.put(timer("old", Instant.EPOCH.minusSeconds(1)), Optional.empty(), NOW);

        assertThat(due(NOW)).containsExactly("old");
    }

    @Test
    void what_fired_leaves_nothing_behind() {
        put("a", Duration.ZERO);

        fire(NOW, MANY);

        assertThat(store.size()).isZero();
        assertThat(timers.pending()).isZero();
    }

    @Test
    void a_second_put_replaces_the_first() {
        put("a", Duration.ofSeconds(1));

        assertThat(timers.put(timer("a", NOW.plusSeconds(60)), Optional.empty(), NOW))
                .isEqualTo(Effect.REPLACED);

        assertThat(timers.pending()).isEqualTo(1);
        assertThat(due(NOW.plusSeconds(59))).isEmpty();
        assertThat(due(NOW.plusSeconds(60))).containsExactly("a");
    }

    @Test
    void a_cancelled_timer_does_not_fire_and_an_unknown_one_is_said_to_be_so() {
        put("a", Duration.ofSeconds(1));

        assertThat(timers.cancel("a")).isEqualTo(Effect.CANCELLED);
        assertThat(timers.cancel("a")).isEqualTo(Effect.UNKNOWN);
        assertThat(due(NOW.plusSeconds(60))).isEmpty();
    }

    @Test
    void a_clock_set_back_by_an_hour_fires_nothing_twice_and_nothing_early() {
        put("first", Duration.ZERO);
        fire(NOW, MANY);
        Instant back = NOW.minus(Duration.ofHours(1));
        timers.put(timer("second", back.plusSeconds(30)), Optional.empty(), back);

        assertThat(fire(back.plusSeconds(29), MANY)).isEmpty();
        assertThat(fire(back.plusSeconds(30), MANY)).containsExactly("second");
        assertThat(fire(NOW.plusSeconds(1), MANY)).isEmpty();
    }

    @Test
    void a_new_owner_finds_what_the_old_one_left() {
        put("a", Duration.ofDays(30));
        timers.put(timer("b", NOW.plusSeconds(1)), Optional.of(new Rank(0, 2)), NOW);

        var next = new Timers(store);

        assertThat(next.pending()).isEqualTo(2);
        assertThat(next.put(timer("b", NOW.plusSeconds(9)), Optional.of(new Rank(0, 2)), NOW))
                .isEqualTo(Effect.REPEATED);
        assertThat(next.due(NOW.plus(Duration.ofDays(30)), MANY))
                .extracting(Timer::id)
                .containsExactly("b", "a");
    }

    @Test
    void a_held_timer_is_looked_at_again_later_and_keeps_its_due_time() {
        put("a", Duration.ZERO);

        timers.hold(timers.due(NOW, MANY).getFirst(), NOW.plusSeconds(10));

        assertThat(due(NOW.plusSeconds(9))).isEmpty();
        assertThat(timers.due(NOW.plusSeconds(10), MANY)).extracting(Timer::due).containsExactly(NOW);
    }

    @Test
    void the_later_a_timer_that_cannot_go_is_the_longer_it_waits_until_it_is_looked_at_again() {
        Timer timer = timer("a", NOW);
        var least = Duration.ofSeconds(10);

        assertThat(Timers.lookAgain(timer, NOW, least)).isEqualTo(NOW.plusSeconds(10));
        assertThat(Timers.lookAgain(timer, NOW.plusSeconds(80), least)).isEqualTo(NOW.plusSeconds(160));
        assertThat(Timers.lookAgain(timer, NOW.plus(Duration.ofDays(30)), least))
                .isEqualTo(NOW.plus(Duration.ofDays(30)).plus(Timers.LONGEST_HELD));
        assertThat(Timers.lookAgain(timer, NOW.minusSeconds(3600), least)) // the clock was set back
                .isEqualTo(NOW.minusSeconds(3590));
    }

    @Test
    void a_second_copy_of_a_retry_is_ignored_also_after_the_first_has_fired() {
        timers.put(timer("a", NOW), Optional.of(new Rank(0, 2)), NOW);
        fire(NOW, MANY);

        assertThat(timers.put(timer("a", NOW), Optional.of(new Rank(0, 2)), NOW))
                .isEqualTo(Effect.REPEATED);
        assertThat(timers.put(timer("a", NOW), Optional.of(new Rank(0, 3)), NOW))
                .isEqualTo(Effect.SET);
        assertThat(timers.put(timer("a", NOW), Optional.of(new Rank(1, 2)), NOW))
                .isEqualTo(Effect.REPLACED);
    }

    @Test
    void another_task_of_the_same_id_is_no_second_copy() {
        timers.put(retry("a", "0-7-1000"), Optional.of(new Rank(0, 1)), NOW);
        fire(NOW, MANY);

        assertThat(timers.put(retry("a", "0-9-2000"), Optional.of(new Rank(0, 1)), NOW))
                .isEqualTo(Effect.SET);
        assertThat(timers.put(retry("a", "0-7-1000"), Optional.of(new Rank(0, 1)), NOW))
                .isEqualTo(Effect.REPEATED);
    }

    private static Timer retry(String id, String origin) {
        return new Timer(
                id, "mail", NOW, null, null, List.of(new RecordHeader("trireme-origin", origin.getBytes(UTF_8))));
    }

    @Test
    void accepted_retries_are_forgotten_after_their_time() {
        timers.put(timer("a", NOW), Optional.of(new Rank(0, 2)), NOW);
        fire(NOW, MANY);

        timers.forget(NOW.plus(Timers.REMEMBERED).minusMillis(1), MANY);
        assertThat(store.size()).isEqualTo(2);
        timers.forget(NOW.plus(Timers.REMEMBERED), MANY);

        assertThat(store.size()).isZero();
    }

    @Test
    void the_retries_remembered_are_bounded_and_the_oldest_goes_first() {
        var bounded = new Timers(store, 2);
        for (int i = 0; i < 3; i++) {
            bounded.put(timer("t" + i, NOW), Optional.of(new Rank(0, 2)), NOW.plusSeconds(i));
        }

        assertThat(bounded.put(timer("t2", NOW), Optional.of(new Rank(0, 2)), NOW))
                .isEqualTo(Effect.REPEATED);
        assertThat(bounded.put(timer("t0", NOW), Optional.of(new Rank(0, 2)), NOW))
                .isEqualTo(Effect.REPLACED);
    }

    @Test
    void key_payload_and_headers_come_back_as_they_went_in() {
        var timer = new Timer(
                "ä",
                "mail",
                NOW,
                new byte[] {0, -1},
                null,
                List.of(new RecordHeader("x", new byte[] {1}), new RecordHeader("x", null)));
        timers.put(timer, Optional.empty(), NOW);

        Timer back = timers.due(NOW, MANY).getFirst();

        assertThat(back.id()).isEqualTo("ä");
        assertThat(back.key()).containsExactly(0, -1);
        assertThat(back.value()).isNull();
        assertThat(back.headers()).isEqualTo(timer.headers());
    }

    private void put(String id, Duration in) {
        timers.put(timer(id, NOW.plus(in)), Optional.empty(), NOW);
    }

    private List<String> due(Instant now) {
        return timers.due(now, MANY).stream().map(Timer::id).toList();
    }

    private List<String> fire(Instant now, int most) {
        List<Timer> due = timers.due(now, most);
        due.forEach(timers::fired);
        return due.stream().map(Timer::id).toList();
    }

    private static Timer timer(String id, Instant due) {
        return new Timer(id, "mail", due, null, "{}".getBytes(UTF_8), List.of());
    }
}
