package io.trireme.retry;

import io.trireme.RetrySettings;
import io.trireme.ThrownElsewhere;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;

/**
 * How often and when a failed task is tried again.
 *
 * <p>The pause after the n-th failed attempt is {@code delay × factor^(n-1)}, at most {@code maxDelay}, less a random part
 * of its share {@code jitter}, so that tasks that failed together do not come back together.
 *
 * @param maxAttempts most attempts of one task, from 1
 * @param delay the pause after the first failed attempt
 * @param factor what each further pause is longer by, from 1
 * @param maxDelay the longest pause
 * @param jitter the share of the pause that is random, from 0 to 1
 * @param abortOn names of the classes that are not worth another attempt, nor are their subclasses
 */
public record RetryPolicy(
        int maxAttempts, Duration delay, double factor, Duration maxDelay, double jitter, Set<String> abortOn) {

    /** The longest pause that can be asked for: beyond it no queue's retention holds the task. */
    public static final Duration LONGEST = Duration.ofDays(365);

    /** No task may have more. */
    public static final int MOST_ATTEMPTS = 1_000_000;

    /** @throws IllegalArgumentException whose message is the key, its value, and what to use instead */
    public RetryPolicy {
        require(
                maxAttempts >= 1 && maxAttempts <= MOST_ATTEMPTS,
                "max-attempts",
                maxAttempts,
                "a number from 1 to 1000000");
        require(isPause(delay), "delay", delay, "a duration from 0 to 365 days");
        require(isPause(maxDelay), "max-delay", maxDelay, "a duration from 0 to 365 days");
        require(factor >= 1 && factor <= 1_000, "factor", factor, "a number from 1 to 1000"); // refuses NaN too
        require(jitter >= 0 && jitter <= 1, "jitter", jitter, "a number from 0 to 1");
        abortOn = Set.copyOf(abortOn);
    }

    private static boolean isPause(Duration pause) {
        return !pause.isNegative() && pause.compareTo(LONGEST) <= 0;
    }

    private static void require(boolean kept, String key, Object value, String use) {
        if (!kept) {
            throw new IllegalArgumentException(key + " is " + value + "; use " + use + ".");
        }
    }

    /** The policy of a queue: its own settings where it has any, else the defaults. */
    public static RetryPolicy of(RetrySettings defaults, Optional<RetrySettings.QueueRetry> own) {
        return new RetryPolicy(
                own.map(RetrySettings.QueueRetry::maxAttempts)
                        .filter(attempts -> attempts.isPresent())
                        .map(attempts -> attempts.getAsInt())
                        .orElseGet(defaults::maxAttempts),
                own.flatMap(RetrySettings.QueueRetry::delay).orElseGet(defaults::delay),
                own.map(RetrySettings.QueueRetry::factor)
                        .filter(factor -> factor.isPresent())
                        .map(factor -> factor.getAsDouble())
                        .orElseGet(defaults::factor),
                own.flatMap(RetrySettings.QueueRetry::maxDelay).orElseGet(defaults::maxDelay),
                own.map(RetrySettings.QueueRetry::jitter)
                        .filter(jitter -> jitter.isPresent())
                        .map(jitter -> jitter.getAsDouble())
                        .orElseGet(defaults::jitter),
                own.flatMap(RetrySettings.QueueRetry::abortOn)
                        .or(defaults::abortOn)
                        .map(Set::copyOf)
                        .orElse(Set.of()));
    }

    /**
     * How long to wait before the next attempt.
     *
     * @param failed attempts that have failed so far, from 1
     * @param random gives numbers from 0 to 1
     */
    public Duration pause(int failed, DoubleSupplier random) {
        double grown = delay.toNanos() * Math.pow(factor, failed - 1d); // infinite at worst
        double capped = Math.min(grown, maxDelay.toNanos());
        return Duration.ofNanos((long) (capped * (1 - jitter * random.getAsDouble())));
    }

    /** Whether {@code cause} is one of those that are not worth another attempt. */
    public boolean aborts(Throwable cause) {
        if (abortOn.isEmpty()) {
            return false;
        }
        if (cause instanceof ThrownElsewhere elsewhere) {
            return elsewhere.types().stream().anyMatch(abortOn::contains);
        }
        for (Class<?> type = cause.getClass(); type != null; type = type.getSuperclass()) {
            if (abortOn.contains(type.getName())) {
                return true;
            }
        }
        return false;
    }
}
