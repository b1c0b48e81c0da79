package io.trireme.retry;

import io.quarkus.runtime.configuration.DurationConverter;
import io.trireme.Retries;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What {@link Retries} says beside a handler: the members that were written, as text, since it travels from the build to
 * the running application that way.
 *
 * @param written the values by the name of their member; a list joined by commas
 */
public record RetryOverride(Map<String, String> written) {
    /** Nothing was written. */
    public static final RetryOverride NONE = new RetryOverride(Map.of());

    private static final String BETWEEN = ";";
    private static final String MAX_ATTEMPTS = "maxAttempts";
    private static final String DELAY = "delay";
    private static final String FACTOR = "factor";
    private static final String MAX_DELAY = "maxDelay";
    private static final String JITTER = "jitter";
    private static final String ABORT_ON = "abortOn";

    /** The members of the annotation. */
    public static final List<String> MEMBERS = List.of(MAX_ATTEMPTS, DELAY, FACTOR, MAX_DELAY, JITTER, ABORT_ON);

    public RetryOverride {
        written = Map.copyOf(written);
    }

    /** One line. */
    public String asText() {
        return new TreeMap<>(written)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .reduce((one, other) -> one + BETWEEN + other)
                        .orElse("");
    }

    /** From {@link #asText()}. */
    public static RetryOverride parse(String text) {
        var written = new TreeMap<String, String>();
        Arrays.stream(text.split(BETWEEN)).filter(part -> !part.isEmpty()).forEach(part -> {
            int equals = part.indexOf('=');
            written.put(part.substring(0, equals), part.substring(equals + 1));
        });
        return new RetryOverride(written);
    }

    /**
     * The policy of the queue with what was written in its place.
     *
     * @throws IllegalArgumentException whose message is the member, its value, and what to use instead
     */
    public RetryPolicy on(RetryPolicy queue) {
        if (written.isEmpty()) {
            return queue;
        }
        return new RetryPolicy(
                written.containsKey(MAX_ATTEMPTS) ? Integer.parseInt(text(MAX_ATTEMPTS)) : queue.maxAttempts(),
                written.containsKey(DELAY) ? duration(DELAY) : queue.delay(),
                written.containsKey(FACTOR) ? Double.parseDouble(text(FACTOR)) : queue.factor(),
                written.containsKey(MAX_DELAY) ? duration(MAX_DELAY) : queue.maxDelay(),
                written.containsKey(JITTER) ? Double.parseDouble(text(JITTER)) : queue.jitter(),
                written.containsKey(ABORT_ON) ? Set.of(text(ABORT_ON).split(",")) : queue.abortOn());
    }

    private String text(String member) {
        return written.getOrDefault(member, "");
    }

    private Duration duration(String member) {
        try {
            Duration duration = DurationConverter.parseDuration(text(member));
            if (duration != null) {
                return duration;
            }
        } catch (IllegalArgumentException notADuration) {
            // the sentence below says what to do
        }
        throw new IllegalArgumentException(
                member + " is '" + text(member) + "'; use a duration like 500ms, 10s or 5m.");
    }
}
