package io.trireme;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Beside {@link Handles}: a task for this handler is published at each of these times, once for the whole cluster.
 *
 * <pre>{@code
 * @Handles("reports")
 * @Cron(value = "0 3 * * MON-FRI", zone = "Europe/Berlin", payload = "{\"of\": \"yesterday\"}")
 * void write(Report report) { ... }
 * }</pre>
 *
 * <p>Each worker that starts sets the rule, under the name {@code queue}, or {@code queue:type} where those differ; a process
 * with the role {@code schedule} fires it. The same rule goes on where it is, a changed one takes its place and begins then. A rule
 * whose handler is gone stays until {@code trireme schedule cron remove NAME}. A rule that cannot be read fails the build, a
 * payload that the handler does not take the start.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Cron {
    /** Five fields, minute, hour, day of the month, month and day of the week, or six with the second in front. */
    String value();

    /** The time zone, like {@code Europe/Berlin}. */
    String zone() default "UTC";

    /** What becomes of firings that nobody was up for. */
    MissedFirings missed() default MissedFirings.ONE;

    /** What the handler gets, JSON; nothing unless given. */
    String payload() default "";
}
