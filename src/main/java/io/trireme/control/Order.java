package io.trireme.control;

import io.trireme.consume.Revocations;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One record of the topic {@code trireme.control}. Its key says what it is about, {@code queue/<name>} for one; its value, a
 * JSON object, what is in force; none, that nothing is. Read by {@link OrderReader}. Pure.
 */
sealed interface Order {
    /** The key of what pauses a queue begins so. */
    String QUEUE = "queue/";

    /** The field that says whether the queue is paused. */
    String PAUSED = "paused";

    /** The field that says until when a revocation holds, RFC 3339. */
    String UNTIL = "until";

    /** What it is about, as text. */
    String subject();

    /** What is in force from now on, as JSON; empty: nothing. */
    Optional<String> content();

    /** The record's key. */
    default byte[] key() {
        return subject().getBytes(StandardCharsets.UTF_8);
    }

    /** The record's value. */
    default byte @Nullable [] value() {
        return content().map(json -> json.getBytes(StandardCharsets.UTF_8)).orElse(null);
    }

    /** The queue is paused, or it is not. */
    record Pause(String queue, boolean paused) implements Order {
        @Override
        public String subject() {
            return QUEUE + queue;
        }

        @Override
        public Optional<String> content() {
            return paused ? Optional.of("{\"" + PAUSED + "\":true}") : Optional.empty();
        }
    }

    /** A task, or each of a group, is not to run until that time; or, without one, it may again. */
    record Revoke(Revocations.Kind kind, String name, Optional<Instant> until) implements Order {
        static String prefix(Revocations.Kind kind) {
            return kind.name().toLowerCase(Locale.ROOT) + "/";
        }

        @Override
        public String subject() {
            return prefix(kind) + name;
        }

        @Override
        public Optional<String> content() {
            return until.map(end -> "{\"" + UNTIL + "\":\"" + end + "\"}");
        }
    }
}
