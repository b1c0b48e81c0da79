package io.trireme.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.MissedFirings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronPlanTest {
    private static final Instant MIDNIGHT = Instant.parse("2027-03-01T00:00:00Z");
    private static final CronRule HOURLY = CronRule.of("0 * * * *", "UTC");

    /** Twice the number of times that the seconds of ten years can be halved, and a few. */
    private static final int MOST_QUESTIONS = 64;

    private static final CronRule EVERY_SECOND = CronRule.of("* * * * * *", "UTC");

    @Test
    void nothing_is_due_before_its_time_and_the_next_plan_begins_where_this_one_did() {
        assertThat(plan(HOURLY, MissedFirings.ALL, MIDNIGHT, MIDNIGHT.plusSeconds(3_599)))
                .satisfies(decided(List.of(), MIDNIGHT));
    }

    @Test
    void a_firing_is_due_at_its_time_under_every_policy() {
        Instant one = MIDNIGHT.plusSeconds(3_600);

        for (MissedFirings missed : MissedFirings.values()) {
            assertThat(plan(HOURLY, missed, MIDNIGHT, one)).satisfies(decided(List.of(one), one));
        }
    }

    @Test
    void a_firing_that_is_a_little_late_is_not_missed() {
        Instant one = MIDNIGHT.plusSeconds(3_600);

        assertThat(plan(HOURLY, MissedFirings.NONE, MIDNIGHT, one.plus(CronPlan.ON_TIME))
                        .due())
                .containsExactly(one);
        assertThat(plan(
                        HOURLY,
                        MissedFirings.NONE,
                        MIDNIGHT,
                        one.plus(CronPlan.ON_TIME).plusMillis(1)))
                .satisfies(decided(List.of(), one));
    }

    @Test
    void what_was_missed_is_left_out_made_up_for_once_or_wholly() {
        Instant now = MIDNIGHT.plus(Duration.ofMinutes(210));

        assertThat(plan(HOURLY, MissedFirings.NONE, MIDNIGHT, now).due()).isEmpty();
        assertThat(plan(HOURLY, MissedFirings.ONE, MIDNIGHT, now).due())
                .containsExactly(MIDNIGHT.plus(Duration.ofHours(3)));
        assertThat(plan(HOURLY, MissedFirings.ALL, MIDNIGHT, now).due())
                .containsExactly(
                        MIDNIGHT.plus(Duration.ofHours(1)),
                        MIDNIGHT.plus(Duration.ofHours(2)),
                        MIDNIGHT.plus(Duration.ofHours(3)));
        for (MissedFirings missed : MissedFirings.values()) {
            assertThat(plan(HOURLY, missed, MIDNIGHT, now).through())
                    .as("decided under %s", missed)
                    .isEqualTo(MIDNIGHT.plus(Duration.ofHours(3)));
        }
    }

    @Test
    void of_very_many_missed_firings_the_last_ones_are_made_up_for() {
        Instant now = MIDNIGHT.plus(Duration.ofDays(3_650)).plusMillis(400);
        CronPlan plan = plan(EVERY_SECOND, MissedFirings.ALL, MIDNIGHT, now);

        assertThat(plan.due()).hasSize(CronPlan.MOST_MADE_UP).isSorted().doesNotHaveDuplicates();
        assertThat(plan.due().getFirst()).isEqualTo(now.minusMillis(400).minusSeconds(CronPlan.MOST_MADE_UP - 1));
        assertThat(plan.through()).isEqualTo(now.minusMillis(400));
    }

    @Test
    void clocks_that_were_set_back_fire_nothing_again() {
        CronPlan plan = plan(HOURLY, MissedFirings.ALL, MIDNIGHT, MIDNIGHT.minus(Duration.ofHours(1)));

        assertThat(plan).satisfies(decided(List.of(), MIDNIGHT));
    }

    @Test
    void thirty_days_of_cron_ask_a_rule_once_a_firing() {
        var asked = new Asked(CronRule.of("* * * * *", "Europe/Berlin"));
        Instant end = MIDNIGHT.plus(Duration.ofDays(30)); // the clocks are set within them
        Instant through = MIDNIGHT;
        Instant due = asked.next(through).orElseThrow();
        int fired = 0;
        long begun = System.nanoTime();

        while (!due.isAfter(end)) { // the virtual clock moves on to what is due next
            CronPlan plan = CronPlan.of(asked, MissedFirings.ONE, through, due, due);
            fired += plan.due().size();
            through = plan.through();
            due = plan.next().orElseThrow();
        }

        System.out.printf(
                "cron: 30 days of a rule for each minute in %d ms%n",
                Duration.ofNanos(System.nanoTime() - begun).toMillis());
        assertThat(fired).isEqualTo(30 * 24 * 60);
        assertThat(asked.times).isEqualTo(1 + fired);
    }

    @ParameterizedTest
    @CsvSource({
        "* * * * * *, UTC, 1",
        "* * * * *, Europe/Berlin, 30",
        "0 3 * * MON-FRI, Europe/Berlin, 30",
        "30 2 * * *, America/New_York, 365",
        "* 3 1 1 *, UTC, 3000",
        "0 0 29 2 *, UTC, 3000",
        "*/7 22 13 * FRI, Asia/Kolkata, 3000"
    })
    void after_a_downtime_the_latest_firing_is_found_in_a_few_steps(String expression, String zone, int days) {
        CronRule rule = CronRule.of(expression, zone);
        Instant first = rule.next(MIDNIGHT).orElseThrow();
        for (Duration more : List.of(Duration.ZERO, Duration.ofMillis(1), Duration.ofHours(5), Duration.ofDays(9))) {
            Instant now = first.plus(Duration.ofDays(days)).plus(more);
            var asked = new Asked(rule);

            CronPlan plan = CronPlan.of(asked, MissedFirings.ONE, MIDNIGHT, first, now);

            Instant latest = plan.due().getFirst();
            assertThat(latest).isBetween(first, now).isEqualTo(plan.through());
            assertThat(rule.next(latest.minusNanos(1))).contains(latest);
            assertThat(rule.next(latest)).isEqualTo(plan.next()).get().satisfies(next -> assertThat(next)
                    .isAfter(now));
            assertThat(asked.times).as("questions for %s at %s", rule, now).isLessThanOrEqualTo(MOST_QUESTIONS);
        }
    }

    private static CronPlan plan(CronRule rule, MissedFirings missed, Instant last, Instant now) {
        return CronPlan.of(rule, missed, last, rule.next(last).orElseThrow(), now);
    }

    private static Consumer<CronPlan> decided(List<Instant> due, Instant through) {
        return plan -> {
            assertThat(plan.due()).isEqualTo(due);
            assertThat(plan.through()).isEqualTo(through);
        };
    }

    /** Counts how often a rule is asked. */
    private static final class Asked implements Firings {
        private final Firings rule;
        private int times;

        private Asked(Firings rule) {
            this.rule = rule;
        }

        @Override
        public Optional<Instant> next(Instant after) {
            times++;
            return rule.next(after);
        }
    }
}
