package io.trireme.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.MissedFirings;
import io.trireme.schedule.Timers.Effect;
import io.trireme.streams.MapStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Cron rules among the timers, on a clock that the test sets. */
class CronTimersTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final int MANY = 1_000;

    private final MapStore store = new MapStore();
    private Timers timers = new Timers(store);

    @Test
    void a_rule_fires_at_each_of_its_times_with_id_and_header_of_the_planned_one() {
        register("*/10 * * * * *", MissedFirings.ONE, NOW);

        assertThat(fire(NOW.plusMillis(9_999))).isEmpty();
        Timer first = fire(NOW.plusMillis(10_020)).getFirst();

        assertThat(first.id()).isEqualTo("clean@2030-01-01T00:00:10Z");
        assertThat(first.header("ce_id")).contains(first.id());
        assertThat(first.header("ce_type")).contains("sweep");
        assertThat(first.header("trireme-cron-time")).contains("2030-01-01T00:00:10Z");
        assertThat(first.headers()).extracting(Header::key).doesNotContain("trireme-cron", "trireme-cron-since");
        assertThat(first.value()).isEqualTo("{}".getBytes(UTF_8));
        assertThat(fire(NOW.plusMillis(10_040))).isEmpty();
        assertThat(fire(NOW.plusSeconds(20))).extracting(Timer::id).containsExactly("clean@2030-01-01T00:00:20Z");
    }

    @Test
    void thirty_days_of_cron_fire_each_minute_once() {
        register("* * * * *", MissedFirings.NONE, NOW);
        Instant end = NOW.plus(Duration.ofDays(30));
        int fired = 0;

        for (Instant now = NOW; !now.isAfter(end); now = now.plusSeconds(20)) {
            fired += fire(now).size();
        }

        assertThat(fired).isEqualTo(30 * 24 * 60);
    }

    @Test
    void a_new_owner_goes_on_where_the_old_one_stopped() {
        register("*/10 * * * * *", MissedFirings.ALL, NOW);
        fire(NOW.plusSeconds(10));

        timers = new Timers(store);

        assertThat(fire(NOW.plusSeconds(35)))
                .extracting(Timer::id)
                .containsExactly("clean@2030-01-01T00:00:20Z", "clean@2030-01-01T00:00:30Z");
        assertThat(fire(NOW.plusSeconds(36))).isEmpty();
    }

    @Test
    void missed_firings_are_made_up_for_as_the_policy_says() {
        Instant late = NOW.plus(Duration.ofHours(3)).plusSeconds(90);

        register("0 * * * *", MissedFirings.NONE, NOW);
        assertThat(fire(late)).isEmpty();
        register("0 */1 * * *", MissedFirings.ONE, NOW);
        assertThat(fire(late)).extracting(Timer::id).containsExactly("clean@2030-01-01T03:00:00Z");
        register("0 0-23 * * *", MissedFirings.ALL, NOW);
        assertThat(fire(late)).hasSize(3);
        assertThat(fire(late)).isEmpty();
    }

    @Test
    void the_same_rule_again_fires_nothing_twice_and_leaves_nothing_out() {
        register("*/10 * * * * *", MissedFirings.ALL, NOW);
        fire(NOW.plusSeconds(10));

        assertThat(register("*/10 * * * * *", MissedFirings.ALL, NOW.plusSeconds(25)))
                .isEqualTo(Effect.REPLACED);

        assertThat(fire(NOW.plusSeconds(25))).extracting(Timer::id).containsExactly("clean@2030-01-01T00:00:20Z");
        assertThat(timers.pending()).isEqualTo(1);
    }

    @Test
    void a_changed_rule_begins_when_it_comes() {
        register("*/10 * * * * *", MissedFirings.ALL, NOW);

        register("*/15 * * * * *", MissedFirings.ALL, NOW.plusSeconds(40));

        assertThat(fire(NOW.plusSeconds(44))).isEmpty();
        assertThat(fire(NOW.plusSeconds(45))).extracting(Timer::id).containsExactly("clean@2030-01-01T00:00:45Z");
    }

    @Test
    void a_removed_rule_leaves_nothing_behind() {
        register("* * * * *", MissedFirings.ALL, NOW);

        assertThat(timers.cancel("cron/clean")).isEqualTo(Effect.CANCELLED);

        assertThat(store.size()).isZero();
        assertThat(fire(NOW.plusSeconds(600))).isEmpty();
    }

    @Test
    void a_clock_set_back_fires_nothing_again() {
        register("*/10 * * * * *", MissedFirings.ALL, NOW);
        fire(NOW.plusSeconds(10));

        assertThat(fire(NOW)).isEmpty();
        assertThat(fire(NOW.plusSeconds(10))).isEmpty();
        assertThat(fire(NOW.plusSeconds(20))).hasSize(1);
    }

    @Test
    void a_rule_whose_queue_was_missing_fires_when_it_is_there() {
        register("*/10 * * * * *", MissedFirings.ONE, NOW);
        Timer due = timers.due(NOW.plusSeconds(10), MANY).getFirst();
        timers.hold(due, NOW.plusSeconds(20));

        assertThat(fire(NOW.plusSeconds(20))).extracting(Timer::id).containsExactly("clean@2030-01-01T00:00:20Z");
    }

    @Test
    void a_record_with_a_wrong_rule_is_unusable_and_cannot_say_what_was_decided() {
        assertThat(Command.read(key(), null, new CronRecord("61 * * * *", "UTC").headers()))
                .isInstanceOf(Command.Unusable.class);
        assertThat(Command.read(key(), null, new CronRecord("* * * * *", "Mars/Base").headers()))
                .isInstanceOf(Command.Unusable.class);
        var good = new CronRecord("* * * * *", "UTC").headers();
        good.add("trireme-cron-since", "2001-01-01T00:00:00Z".getBytes(UTF_8));
        assertThat(Command.read(key(), null, good)).isInstanceOfSatisfying(Command.Register.class, set -> assertThat(
                        set.timer().header("trireme-cron-since"))
                .isEmpty());
    }

    private static byte[] key() {
        return "cron/clean".getBytes(UTF_8);
    }

    /** Headers of a record that adds a rule. */
    private record CronRecord(String rule, String zone) {
        Headers headers() {
            var headers = new RecordHeaders();
            headers.add("trireme-queue", "mail".getBytes(UTF_8));
            headers.add("trireme-cron", rule.getBytes(UTF_8));
            headers.add("trireme-cron-zone", zone.getBytes(UTF_8));
            return headers;
        }
    }

    private Effect register(String rule, MissedFirings missed, Instant now) {
        var job = new CronJob("clean", "mail", "sweep", rule, "UTC", missed);
        var record = CronCommands.add(job, "{}".getBytes(UTF_8));
        var command = (Command.Register) Command.read(record.key(), record.value(), record.headers());

        return timers.register(command.timer(), now);
    }

    private List<Timer> fire(Instant now) {
        var sent = new ArrayList<Timer>();
        timers.due(now, MANY).forEach(timer -> sent.addAll(timers.fire(timer, now)));
        return sent;
    }
}
