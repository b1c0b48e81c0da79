package io.trireme.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trireme.Fault;
import io.trireme.MissedFirings;
import io.trireme.wire.Headers;
import io.trireme.wire.Topics;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A cron rule among the timers: a timer that is placed anew each time that it fires. What it has decided lies in its headers,
 * so that it goes where the timer goes.
 *
 * @param timer the task to be, with the entry's headers
 * @param since up to here all is decided
 */
record CronEntry(Timer timer, CronRule rule, MissedFirings missed, Instant since) {
    /** What the ids of such timers start with. */
    static final String PREFIX = Topics.cronPrefix();

    /** About what the headers that {@link #task} adds take, beside the name. */
    static final int HEADERS_OF_A_TASK = 192;

    private static final Set<String> OWN =
            Set.of(Headers.CRON, Headers.CRON_ZONE, Headers.CRON_MISSED, Headers.CRON_SINCE);

    static boolean is(Timer timer) {
        return timer.id().startsWith(PREFIX) && timer.header(Headers.CRON).isPresent();
    }

    /**
     * Reads a timer that {@link #is} one.
     *
     * @param fresh since when, if it has decided nothing yet
     * @throws io.trireme.TriremeException {@link Fault#CRON_WRONG}
     */
    static CronEntry of(Timer timer, CronRules rules, Instant fresh) {
        String expression = timer.header(Headers.CRON).orElse("");
        String zone = timer.header(Headers.CRON_ZONE).orElse("UTC");
        try {
            return new CronEntry(
                    timer,
                    rules.of(expression, zone),
                    timer.header(Headers.CRON_MISSED)
                            .map(MissedFirings::valueOf)
                            .orElse(MissedFirings.ONE),
                    timer.header(Headers.CRON_SINCE).map(Instant::parse).orElse(fresh));
        } catch (IllegalArgumentException | DateTimeException unreadable) {
            throw Fault.CRON_WRONG.causedBy(unreadable, expression, zone, unreadable.getMessage() + ".");
        }
    }

    /** Goes on where an earlier entry of the same name stopped, if that has the same rule. */
    CronEntry after(CronEntry earlier) {
        boolean same = earlier.rule.toString().equals(rule.toString());
        return same ? new CronEntry(timer, rule, missed, earlier.since) : this;
    }

    /** The timer that waits for the next firing; empty at the end of time. */
    Optional<Timer> next() {
        return waiting(since, rule.next(since));
    }

    /** The timer that waits for the firing at {@code next}, if there is one; up to {@code decided} all is. */
    Optional<Timer> waiting(Instant decided, Optional<Instant> next) {
        var headers = without(Set.of(Headers.CRON_SINCE));
        headers.add(new RecordHeader(Headers.CRON_SINCE, decided.toString().getBytes(UTF_8)));
        return next.map(due -> new Timer(timer.id(), timer.queue(), due, timer.key(), timer.value(), headers));
    }

    /** What fires at {@code planned}. The id is the same whoever makes it, and of this firing alone. */
    Timer task(Instant planned) {
        String id = timer.id().substring(PREFIX.length()) + "@" + planned;
        var headers = without(OWN);
        headers.add(new RecordHeader(Headers.ID, id.getBytes(UTF_8)));
        headers.add(new RecordHeader(Headers.TIME, planned.toString().getBytes(UTF_8)));
        headers.add(new RecordHeader(Headers.CRON_TIME, planned.toString().getBytes(UTF_8)));
        return new Timer(id, timer.queue(), planned, timer.key(), timer.value(), headers);
    }

    private List<Header> without(Set<String> names) {
        var kept = new ArrayList<>(timer.headers());
        kept.removeIf(header -> names.contains(header.key()));
        return kept;
    }
}
