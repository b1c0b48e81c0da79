package io.trireme.schedule;

import com.cronutils.model.Cron;
import com.cronutils.model.time.ExecutionTime;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.Optional;

/**
 * The times of a cron expression on a calendar without a zone. Any thread.
 *
 * <p>The library says which days they are on, which is intricate; it is asked once a day. The times of a day are the same on
 * each of them, any of its hours with any of its minutes and seconds: these are asked for once.
 */
final class CronCalendar {
    /** A rule that has a time has one after this that the library finds: 29 February comes again after eight years at most. */
    private static final LocalDateTime ANY_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

    private final ExecutionTime library;
    private final BitSet hours;
    private final BitSet minutes;
    private final BitSet seconds;

    /** The library's last answer on days; whoever needs another one replaces it. */
    private volatile Days known;

    /** From {@code from} on, the first day that has times is {@code next}; there may be none. */
    private record Days(LocalDate from, Optional<LocalDate> next) {
        boolean tellOf(LocalDate day) {
            return !day.isBefore(from) && next.filter(day::isAfter).isEmpty();
        }
    }

    private CronCalendar(ExecutionTime library, LocalDate day) {
        this.library = library;
        this.known = new Days(day, Optional.of(day));
        LocalDateTime midnight = day.atStartOfDay();
        this.hours = values(midnight, ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoField.HOUR_OF_DAY);
        LocalDateTime hour = midnight.withHour(first(hours));
        this.minutes = values(hour, ChronoUnit.HOURS, ChronoUnit.MINUTES, ChronoField.MINUTE_OF_HOUR);
        LocalDateTime minute = hour.withMinute(first(minutes));
        this.seconds = values(minute, ChronoUnit.MINUTES, ChronoUnit.SECONDS, ChronoField.SECOND_OF_MINUTE);
    }

    /** Of an expression that has any time at all. */
    static Optional<CronCalendar> of(Cron cron) {
        ExecutionTime library = ExecutionTime.forCron(cron);
        return ask(library, ANY_TIME).map(first -> new CronCalendar(library, first.toLocalDate()));
    }

    /** The values of {@code field} that the times have in the span from {@code begin} on: asks for one of each value. */
    private BitSet values(LocalDateTime begin, ChronoUnit span, ChronoUnit step, ChronoField field) {
        var values = new BitSet();
        LocalDateTime end = begin.plus(1, span);
        Optional<LocalDateTime> time = ask(library, begin.minusSeconds(1));
        while (time.isPresent() && time.get().isBefore(end)) {
            values.set(time.get().get(field));
            time = ask(library, time.get().truncatedTo(step).plus(1, step).minusSeconds(1));
        }
        return values;
    }

    private static int first(BitSet values) {
        return values.nextSetBit(0);
    }

    /** The first time after {@code after}; empty beyond what a calendar can tell. */
    Optional<LocalDateTime> next(LocalDateTime after) {
        LocalDate day = after.toLocalDate();
        Optional<LocalDate> next = from(day);
        if (next.filter(day::equals).isPresent()) {
            Optional<LocalTime> later = later(after.toLocalTime());
            if (later.isPresent()) {
                return later.map(day::atTime);
            }
            next = day.equals(LocalDate.MAX) ? Optional.empty() : from(day.plusDays(1));
        }
        return next.map(other -> other.atTime(first(hours), first(minutes), first(seconds)));
    }

    /** The first day from {@code day} on that has times. */
    private Optional<LocalDate> from(LocalDate day) {
        Days days = known;
        if (!days.tellOf(day)) {
            days = new Days(
                    day, ask(library, day.atStartOfDay().minusSeconds(1)).map(LocalDateTime::toLocalDate));
            known = days;
        }
        return days.next();
    }

    private Optional<LocalTime> later(LocalTime time) {
        int hour = time.getHour();
        if (hours.get(hour)) {
            int second = minutes.get(time.getMinute()) ? seconds.nextSetBit(time.getSecond() + 1) : -1;
            if (second >= 0) {
                return Optional.of(LocalTime.of(hour, time.getMinute(), second));
            }
            int minute = minutes.nextSetBit(time.getMinute() + 1);
            if (minute >= 0) {
                return Optional.of(LocalTime.of(hour, minute, first(seconds)));
            }
        }
        int later = hours.nextSetBit(hour + 1);
        return later < 0 ? Optional.empty() : Optional.of(LocalTime.of(later, first(minutes), first(seconds)));
    }

    private static Optional<LocalDateTime> ask(ExecutionTime library, LocalDateTime after) {
        return library.nextExecution(after.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
    }
}
