package io.trireme.consume;

import io.trireme.MissedFirings;
import io.trireme.schedule.CronJob;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@link io.trireme.Cron} says beside a handler; travels to the running application as one line of text.
 *
 * @param expression when
 * @param zone where the clock hangs
 * @param missed what becomes of firings that nobody was up for
 * @param payload of the tasks, JSON; empty for none
 */
public record HandlerCron(String expression, String zone, MissedFirings missed, String payload) {
    private static final String BETWEEN = "\t";
    private static final int PARTS = 4;

    public HandlerCron {
        expression = inOneLine(expression);
        zone = inOneLine(zone);
        payload = inOneLine(payload);
    }

    /** White space means nothing in any of them: strings of JSON have no control characters. */
    private static String inOneLine(String text) {
        return text.strip().replaceAll("[\t\r\n]", " ");
    }

    String asText() {
        return String.join(BETWEEN, expression, zone, missed.name(), payload);
    }

    /** From {@link #asText()}; nothing of nothing. */
    static Optional<HandlerCron> parse(String text) {
        String[] parts = text.split(BETWEEN, PARTS);
        return parts.length < PARTS
                ? Optional.empty()
                : Optional.of(new HandlerCron(parts[0], parts[1], MissedFirings.valueOf(parts[2]), parts[3]));
    }

    /**
     * The rule for the handler of this type.
     *
     * @throws io.trireme.TriremeException {@link io.trireme.Fault#CRON_WRONG}
     */
    CronJob job(String queue, String type) {
        return new CronJob(CronJob.nameFor(queue, type), queue, type, expression, zone, missed);
    }

    byte @Nullable [] value() {
        return payload.isEmpty() ? null : payload.getBytes(StandardCharsets.UTF_8);
    }
}
