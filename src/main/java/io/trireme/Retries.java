package io.trireme;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Beside {@link Handles}: how often and when a failed task of this handler is tried again, where that differs from its
 * queue's {@code retry.*} settings. What is left out here comes from there.
 *
 * <pre>{@code
 * @Handles("invoices")
 * @Retries(maxAttempts = 8, delay = "2s", maxDelay = "10m", abortOn = IllegalArgumentException.class)
 * void send(Invoice invoice) { ... }
 * }</pre>
 *
 * <p>Durations as in the settings: {@code 500ms}, {@code 10s}, {@code 5m} or ISO-8601. A value out of its range fails the
 * start.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Retries {
    /** Most attempts for one task, the first included; 1 switches retries off. */
    int maxAttempts() default 0;

    /** The pause after the first failed attempt. */
    String delay() default "";

    /** What each further pause is longer by; 1 keeps it constant. */
    double factor() default 0;

    /** The longest pause. */
    String maxDelay() default "";

    /** The share of each pause, from 0 to 1, of which a random part is left out. */
    double jitter() default -1;

    /** What is not tried again when the handler throws it or a subclass of it: the task goes to the dead letters at once. */
    Class<? extends Throwable>[] abortOn() default {};
}
