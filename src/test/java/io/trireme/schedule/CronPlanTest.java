package io.trireme.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.MissedFirings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CronPlanTest {
    private static final Instant MIDNIGHT = Instant.parse("2027-03-01T00:00:00Z");
    private static final CronRule HOURLY = CronRule.of("0 * * * *", "UTC");
    private static final CronRule EVERY_SECOND = CronRule.of("* * * * * *", "UTC");

    @Test
    void nothing_is_due_before_its_time_and_the_next_plan_begins_where_this_one_did() {
        assertThat(CronPlan.of(HOURLY, MissedFirings.ALL, MIDNIGHT, MIDNIGHT.plusSeconds(3_599)))
                .isEqualTo(new CronPlan(List.of(), MIDNIGHT));
    }

    @Test
    void a_firing_is_due_at_its_time_under_every_policy() {
        Instant one = MIDNIGHT.plusSeconds(3_600);

        for (MissedFirings missed : MissedFirings.values()) {
            assertThat(CronPlan.of(HOURLY, missed, MIDNIGHT, one)).isEqualTo(new CronPlan(List.of(one), one));
        }
    }

    @Test
    void a_firing_that_is_a_little_late_is_not_missed() {
        Instant one = MIDNIGHT.plusSeconds(3_600);

        assertThat(CronPlan.of(HOURLY, MissedFirings.NONE, MIDNIGHT, one.plus(CronPlan.ON_TIME))
                        .due())
                .containsExactly(one);
        assertThat(CronPlan.of(
                        HOURLY,
                        MissedFirings.NONE,
                        MIDNIGHT,
                        one.plus(CronPlan.ON_TIME).plusMillis(1)))
                .isEqualTo(new CronPlan(List.of(), one));
    }

    @Test
    void what_was_missed_is_left_out_made_up_for_once_or_wholly() {
        Instant now = MIDNIGHT.plus(Duration.ofMinutes(210));

        assertThat(CronPlan.of(HOURLY, MissedFirings.NONE, MIDNIGHT, now).due()).isEmpty();
        assertThat(CronPlan.of(HOURLY, MissedFirings.ONE, MIDNIGHT, now).due())
                .containsExactly(MIDNIGHT.plus(Duration.ofHours(3)));
        assertThat(CronPlan.of(HOURLY, MissedFirings.ALL, MIDNIGHT, now).due())
                .containsExactly(
                        MIDNIGHT.plus(Duration.ofHours(1)),
                        MIDNIGHT.plus(Duration.ofHours(2)),
                        MIDNIGHT.plus(Duration.ofHours(3)));
        for (MissedFirings missed : MissedFirings.values()) {
            assertThat(CronPlan.of(HOURLY, missed, MIDNIGHT, now).through())
                    .as("decided under %s", missed)
                    .isEqualTo(MIDNIGHT.plus(Duration.ofHours(3)));
        }
    }

    @Test
    void of_very_many_missed_firings_the_last_ones_are_made_up_for() {
        Instant now = MIDNIGHT.plus(Duration.ofDays(3_650)).plusMillis(400);
        CronPlan plan = CronPlan.of(EVERY_SECOND, MissedFirings.ALL, MIDNIGHT, now);

        assertThat(plan.due()).hasSize(CronPlan.MOST_MADE_UP).isSorted().doesNotHaveDuplicates();
        assertThat(plan.due().getFirst()).isEqualTo(now.minusMillis(400).minusSeconds(CronPlan.MOST_MADE_UP - 1));
        assertThat(plan.through()).isEqualTo(now.minusMillis(400));
    }

    @Test
    void clocks_that_were_set_back_fire_nothing_again() {
        CronPlan plan = CronPlan.of(HOURLY, MissedFirings.ALL, MIDNIGHT, MIDNIGHT.minus(Duration.ofHours(1)));

        assertThat(plan).isEqualTo(new CronPlan(List.of(), MIDNIGHT));
    }

    @Test
    void thirty_days_of_cron_pass_in_less_than_a_second() {
        Map<String, CronRule> rules = Map.of(
                "nightly", CronRule.of("0 3 * * *", "Europe/Berlin"),
                "often", CronRule.of("*/5 * * * *", "Europe/Berlin"),
                "weekdays", CronRule.of("30 9 * * MON-FRI", "America/New_York"),
                "within the gap", CronRule.of("30 2 * * *", "Europe/Berlin"),
                "first", CronRule.of("0 0 1 * *", "UTC"));
        Instant begin = Instant.parse("2027-03-10T12:00:00Z");
        Instant end = begin.plus(Duration.ofDays(30));
        Map<String, List<Instant>> fired = new TreeMap<>();
        var timers = new PriorityQueue<>(Comparator.comparing(Pending::due));
        rules.forEach((name, rule) ->
                timers.add(new Pending(name, begin, rule.next(begin).orElseThrow())));

        long started = System.nanoTime();
        for (Pending timer = timers.remove(); !timer.due().isAfter(end); timer = timers.remove()) {
            Instant clock = timer.due(); // the virtual clock moves on to what is due next
            CronRule rule = rules.get(timer.name());
            CronPlan plan = CronPlan.of(rule, MissedFirings.ONE, timer.through(), clock);
            fired.computeIfAbsent(timer.name(), name -> new ArrayList<>()).addAll(plan.due());
            timers.add(new Pending(
                    timer.name(), plan.through(), rule.next(plan.through()).orElseThrow()));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - started);

        assertThat(fired.get("nightly")).hasSize(30);
        assertThat(fired.get("often")).hasSize(30 * 24 * 12);
        assertThat(fired.get("weekdays")).hasSize(22);
        assertThat(fired.get("within the gap")).hasSize(30).contains(Instant.parse("2027-03-28T01:00:00Z"));
        assertThat(fired.get("first")).containsExactly(Instant.parse("2027-04-01T00:00:00Z"));
        assertThat(took).isLessThan(Duration.ofSeconds(1));
    }

    private record Pending(String name, Instant through, Instant due) {}
}
