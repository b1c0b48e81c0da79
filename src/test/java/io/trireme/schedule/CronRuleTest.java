package io.trireme.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trireme.Fault;
import io.trireme.TriremeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Berlin goes from 02:00 to 03:00 on 28 March 2027, and from 03:00 back to 02:00 on 31 October 2027. */
class CronRuleTest {
    private static final String BERLIN = "Europe/Berlin";

    @Test
    void fires_at_the_next_time_after_an_instant_and_not_at_it() {
        assertThat(firings("0 3 * * *", "UTC", "2026-11-25T03:00:00Z", 2))
                .containsExactly("2026-11-26T03:00:00Z", "2026-11-27T03:00:00Z");
        assertThat(firings("0 3 * * *", "UTC", "2026-11-25T02:59:59.999999999Z", 1))
                .containsExactly("2026-11-25T03:00:00Z");
    }

    @Test
    void a_sixth_field_in_front_is_the_second() {
        assertThat(firings("*/20 * * * * *", "UTC", "2026-11-25T03:00:10.5Z", 3))
                .containsExactly("2026-11-25T03:00:20Z", "2026-11-25T03:00:40Z", "2026-11-25T03:01:00Z");
        assertThat(firings("0 0 0 13 * FRI", "UTC", "2026-12-10T00:00:00Z", 3))
                .as("either day is enough")
                .containsExactly("2026-12-11T00:00:00Z", "2026-12-13T00:00:00Z", "2026-12-18T00:00:00Z");
    }

    @Test
    void of_two_restricted_days_either_is_enough_and_the_week_has_two_sundays() {
        assertThat(firings("0 0 13 * FRI", "UTC", "2026-12-10T00:00:00Z", 3))
                .containsExactly("2026-12-11T00:00:00Z", "2026-12-13T00:00:00Z", "2026-12-18T00:00:00Z");
        assertThat(firings("0 0 * * 0", "UTC", "2026-11-25T00:00:00Z", 3))
                .isEqualTo(firings("0 0 * * 7", "UTC", "2026-11-25T00:00:00Z", 3))
                .first()
                .isEqualTo("2026-11-29T00:00:00Z");
    }

    @Test
    void leap_days_are_found_however_far_off() {
        assertThat(firings("0 0 29 2 *", "UTC", "2096-03-01T00:00:00Z", 1)).containsExactly("2104-02-29T00:00:00Z");
    }

    @Test
    void the_zone_says_what_the_hour_means() {
        assertThat(firings("0 3 * * *", BERLIN, "2027-01-01T12:00:00Z", 1)).containsExactly("2027-01-02T02:00:00Z");
        assertThat(firings("0 3 * * *", BERLIN, "2027-07-01T12:00:00Z", 1)).containsExactly("2027-07-02T01:00:00Z");
        assertThat(firings("30 9 * * *", "Asia/Kolkata", "2027-07-01T12:00:00Z", 1))
                .containsExactly("2027-07-02T04:00:00Z");
    }

    @Test
    void a_time_in_a_gap_fires_at_its_end_and_once() {
        assertThat(firings("30 2 * * *", BERLIN, "2027-03-27T12:00:00Z", 2))
                .containsExactly("2027-03-28T01:00:00Z", "2027-03-29T00:30:00Z");
        assertThat(firings("*/15 2,3 * * *", BERLIN, "2027-03-27T12:00:00Z", 3))
                .as("four in the gap and one at its end are one")
                .containsExactly("2027-03-28T01:00:00Z", "2027-03-28T01:15:00Z", "2027-03-28T01:30:00Z");
    }

    @Test
    void a_time_that_comes_twice_fires_the_first_time() {
        assertThat(firings("30 2 * * *", BERLIN, "2027-10-30T12:00:00Z", 2))
                .containsExactly("2027-10-31T00:30:00Z", "2027-11-01T01:30:00Z");
        assertThat(firings("*/30 2,3 * * *", BERLIN, "2027-10-31T00:30:00Z", 2))
                .as("then nothing until the clock shows three")
                .containsExactly("2027-10-31T02:00:00Z", "2027-10-31T02:30:00Z");
        assertThat(firings("45 2 * * *", BERLIN, "2027-10-31T01:10:00Z", 1))
                .as("asked within the second time round")
                .containsExactly("2027-11-01T01:45:00Z");
    }

    @Test
    void a_rule_for_every_hour_is_as_regular_as_time_itself() {
        for (String day : List.of("2027-03-28", "2027-10-31")) {
            CronRule rule = CronRule.of("*/5 * * * *", BERLIN);
            Instant time = Instant.parse(day + "T00:00:00Z");
            for (int i = 0; i < 60; i++) {
                Instant next = rule.next(time).orElseThrow();
                assertThat(Duration.between(time, next)).as("after %s", time).isEqualTo(Duration.ofMinutes(5));
                time = next;
            }
        }
    }

    @Test
    void a_rule_for_every_hour_follows_a_shift_of_half_an_hour() {
        // Lord Howe Island: from 02:00 to 02:30 on 3 October 2027, which is 15:30 on the 2nd in UTC.
        assertThat(firings("15 * * * *", "Australia/Lord_Howe", "2027-10-02T14:00:00Z", 3))
                .containsExactly("2027-10-02T14:45:00Z", "2027-10-02T16:15:00Z", "2027-10-02T17:15:00Z");
    }

    @Test
    void next_firings_are_those_that_a_walk_over_every_minute_finds() {
        for (String zone : List.of(BERLIN, "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "UTC")) {
            for (String fields : List.of("*/10 * * * *", "7,37 * 1-7 * *", "0 4 * * MON")) {
                CronRule rule = CronRule.of(fields, zone);
                Instant from = Instant.parse("2027-03-01T00:00:00Z");
                Instant until = from.plus(Duration.ofDays(40));

                assertThat(firings(rule, from, until))
                        .as("%s in %s", fields, zone)
                        .isEqualTo(onTheWall(fields, zone, from, until));
            }
        }
    }

    /** By hand: the clock on the wall, minute after minute. None of the rules names a time that lies in a gap. */
    private static List<Instant> onTheWall(String fields, String zone, Instant from, Instant until) {
        return Stream.iterate(from.plusSeconds(60), time -> !time.isAfter(until), time -> time.plusSeconds(60))
                .filter(time -> {
                    LocalDateTime wall = LocalDateTime.ofInstant(time, ZoneId.of(zone));
                    return switch (fields) {
                        case "*/10 * * * *" -> wall.getMinute() % 10 == 0;
                        case "7,37 * 1-7 * *" -> wall.getMinute() % 30 == 7 && wall.getDayOfMonth() <= 7;
                        default ->
                            wall.getMinute() == 0
                                    && wall.getHour() == 4
                                    && wall.getDayOfWeek().getValue() == 1;
                    };
                })
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "* * * * * * *",
                "0 0 * * *||0 12 * * *",
                "61 * * * *",
                "* 24 * * *",
                "*/0 * * * *",
                "5-1 * * * *",
                "@daily",
                "0 0 L * *",
                "a b c d e",
                "-1 * * * *",
                "0 0 * * 8"
            })
    void what_is_no_expression_is_refused_with_what_to_write(String expression) {
        assertThatThrownBy(() -> CronRule.of(expression, "UTC"))
                .isInstanceOfSatisfying(TriremeException.class, refused -> assertThat(refused.fault())
                        .isEqualTo(Fault.CRON_WRONG))
                .hasMessageContaining("'" + expression + "' in zone 'UTC' is no cron rule: ")
                .hasMessageContaining("Use five fields");
    }

    @ParameterizedTest
    @CsvSource({"0 0 30 2 *", "'0 0 31 4,6,9,11 *'", "0 0 0 30 2 *"})
    void what_would_never_fire_is_refused(String expression) {
        assertThatThrownBy(() -> CronRule.of(expression, BERLIN)).hasMessageContaining("it would never fire");
    }

    @Test
    void a_zone_that_does_not_exist_is_refused() {
        assertThatThrownBy(() -> CronRule.of("0 3 * * *", "Europe/Atlantis"))
                .hasMessageContaining("there is no such time zone");
    }

    private static List<String> firings(String expression, String zone, String after, int count) {
        CronRule rule = CronRule.of(expression, zone);
        return Stream.iterate(rule.next(Instant.parse(after)).orElseThrow(), time -> rule.next(time)
                        .orElseThrow())
                .limit(count)
                .map(Instant::toString)
                .toList();
    }

    private static List<Instant> firings(CronRule rule, Instant from, Instant until) {
        return Stream.iterate(rule.next(from).orElseThrow(), time -> !time.isAfter(until), time -> rule.next(time)
                        .orElseThrow())
                .toList();
    }
}
