package io.trireme.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.cronutils.model.Cron;
import com.cronutils.model.time.ExecutionTime;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CronCalendarTest {
    private static final int QUESTIONS = 200;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* * * * *",
                "*/7 * * * *",
                "0 3 * * *",
                "59 23 31 12 *",
                "0 0 29 2 *",
                "5,17,30-35 8-18/3 * * MON-FRI",
                "0 12 13 * FRI",
                "15 4 1,15 */2 *",
                "* * * * * *",
                "*/20 30 6 * * *",
                "59 59 23 * * SUN",
                "3-9 */15 0,12 * JAN,JUL MON"
            })
    void says_what_the_library_says(String expression) {
        Cron cron = CronRule.parse(expression);
        ExecutionTime library = ExecutionTime.forCron(cron);
        CronCalendar calendar = CronCalendar.of(cron).orElseThrow();
        var random = new Random(4711);
        var begin = LocalDateTime.of(2027, 1, 1, 0, 0);
        for (int i = 0; i < QUESTIONS; i++) {
            // Near one another, so that what is remembered of days is right and wrong by turns.
            LocalDateTime after = begin.plusSeconds(random.nextInt(500_000_000)).truncatedTo(ChronoUnit.SECONDS);
            for (int follow = 0; follow < 3; follow++) {
                LocalDateTime expected = library.nextExecution(after.atZone(ZoneOffset.UTC))
                        .map(ZonedDateTime::toLocalDateTime)
                        .orElseThrow();
                assertThat(calendar.next(after)).as("after %s", after).contains(expected);
                assertThat(calendar.next(after.plusNanos(999_999_999)))
                        .as("within a second after %s", after)
                        .contains(expected);
                after = expected;
            }
        }
    }
}
