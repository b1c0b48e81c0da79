package io.trireme.schedule;

import com.cronutils.model.Cron;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.model.field.expression.Always;
import com.cronutils.parser.CronParser;
import io.trireme.Fault;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;

/**
 * When something is to happen again and again: a cron expression in a time zone. Immutable.
 *
 * <p>A {@link CronCalendar} knows the next time without a zone; what becomes of it where clocks are set is decided here:
 *
 * <ul>
 *   <li>A rule for certain hours fires once for each time that it names: in a gap at the gap's end (several of them as one),
 *       of a time that comes twice the first time.
 *   <li>A rule for every hour fires whenever a clock on the wall shows one of its times: nothing in a gap, and both times in
 *       an overlap. So "every five minutes" is every five minutes.
 * </ul>
 */
final class CronRule implements Firings {
    private static final CronParser MINUTES = new CronParser(fields(CronDefinitionBuilder.defineCron()));
    private static final CronParser SECONDS = new CronParser(fields(
            CronDefinitionBuilder.defineCron().withSeconds().withStrictRange().and()));
    private static final int FIELDS_WITH_SECONDS = 6;

    private final String expression;
    private final ZoneId zone;
    private final ZoneRules clocks;
    private final CronCalendar calendar;
    private final boolean everyHour;

    private CronRule(String expression, Cron cron, CronCalendar calendar, ZoneId zone) {
        this.expression = expression;
        this.zone = zone;
        this.clocks = zone.getRules();
        this.calendar = calendar;
        this.everyHour = cron.retrieve(CronFieldName.HOUR).getExpression() instanceof Always;
    }

    /**
     * Reads a rule.
     *
     * @param expression five fields, or six with the second in front
     * @param zone the name of a time zone
     * @throws io.trireme.TriremeException {@link Fault#CRON_WRONG}, also for a rule that never fires
     */
    static CronRule of(String expression, String zone) {
        String trimmed = expression.strip();
        try {
            Cron cron = parse(trimmed);
            CronCalendar calendar = CronCalendar.of(cron)
                    .orElseThrow(() -> Fault.CRON_WRONG.because(
                            expression, zone, "no day has such a date, so it would never fire."));
            return new CronRule(trimmed, cron, calendar, ZoneId.of(zone));
        } catch (DateTimeException unknown) {
            throw Fault.CRON_WRONG.causedBy(unknown, expression, zone, "there is no such time zone.");
        } catch (IllegalArgumentException | UnsupportedOperationException wrong) { // the latter of two rules in one
            throw Fault.CRON_WRONG.causedBy(wrong, expression, zone, wrong.getMessage() + ".");
        }
    }

    /** @throws IllegalArgumentException or UnsupportedOperationException */
    static Cron parse(String trimmed) {
        CronParser parser = trimmed.split("\\s+").length == FIELDS_WITH_SECONDS ? SECONDS : MINUTES;
        return parser.parse(trimmed);
    }

    private static CronDefinition fields(CronDefinitionBuilder fields) {
        return fields.withMinutes()
                .withStrictRange()
                .and()
                .withHours()
                .withStrictRange()
                .and()
                .withDayOfMonth()
                .withStrictRange()
                .and()
                .withMonth()
                .withStrictRange()
                .and()
                .withDayOfWeek()
                .withValidRange(0, 7)
                .withMondayDoWValue(1)
                .withIntMapping(7, 0)
                .withStrictRange()
                .and()
                .instance();
    }

    @Override
    public Optional<Instant> next(Instant after) {
        return everyHour ? nextOnTheWall(after) : nextNamed(after);
    }

    private Optional<Instant> nextNamed(Instant after) {
        LocalDateTime from = LocalDateTime.ofInstant(after, clocks.getOffset(after));
        ZoneOffsetTransition last = clocks.previousTransition(after.plusNanos(1));
        if (last != null && last.isOverlap() && from.isBefore(last.getDateTimeBefore())) {
            // The second time round: what is left of the overlap was fired the first time.
            from = last.getDateTimeBefore().minusNanos(1);
        }
        return calendar.next(from).map(this::instant);
    }

    private Instant instant(LocalDateTime time) {
        ZoneOffsetTransition change = clocks.getTransition(time);
        return change != null && change.isGap()
                ? change.getInstant()
                : ZonedDateTime.ofLocal(time, zone, null).toInstant(); // of two offsets the earlier one
    }

    private Optional<Instant> nextOnTheWall(Instant after) {
        Instant since = after; // the offset holds from here on
        LocalDateTime from = LocalDateTime.ofInstant(since, clocks.getOffset(since));
        while (true) {
            ZoneOffset offset = clocks.getOffset(since);
            Optional<Instant> next = calendar.next(from).map(time -> time.toInstant(offset));
            ZoneOffsetTransition change = clocks.nextTransition(since);
            if (next.isEmpty() || change == null || next.get().isBefore(change.getInstant())) {
                return next;
            }
            since = change.getInstant(); // clocks are set before it comes: look again with what they show then
            from = change.getDateTimeAfter().minusNanos(1);
        }
    }

    /** As it was written. */
    String expression() {
        return expression;
    }

    /** Where its clock hangs. */
    ZoneId zone() {
        return zone;
    }

    @Override
    public String toString() {
        return expression + " (" + zone + ")";
    }
}
