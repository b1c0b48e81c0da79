package io.trireme.control;

import io.trireme.consume.Purge;
import io.trireme.consume.QueueOrders;
import io.trireme.consume.Revocations;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One record of the topic {@code trireme.control}. Its key says what it is about, {@code queue/<name>} for one; its value, a
 * JSON object, what is in force; none, that nothing is. What may be ordered by two at once has a key of its own each, so that
 * neither takes the other's back. Read by {@link OrderReader}. Pure.
 */
sealed interface Order {
    /** The field that says whether the queue is paused. */
    String PAUSED = "paused";

    /** The field that says how many attempts may run at once. */
    String CONCURRENCY = "concurrency";

    /** The field that says which topic is meant, by its id. */
    String TOPIC = "topic";

    /** The field that says up to which offset each partition is purged. */
    String ENDS = "ends";

    /** The field that says until when a revocation holds, RFC 3339. */
    String UNTIL = "until";

    /** The field that says how answers are marked. */
    String ID = "id";

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

    /** About one queue. */
    sealed interface OfQueue extends Order {
        String queue();

        /** What is ordered of the queue when this comes to it. */
        QueueOrders on(QueueOrders before);
    }

    /** The queue is paused, or it is not. */
    record Pause(String queue, boolean paused) implements OfQueue {
        static final String PREFIX = "queue/";

        @Override
        public String subject() {
            return PREFIX + queue;
        }

        @Override
        public Optional<String> content() {
            return paused ? Optional.of("{\"" + PAUSED + "\":true}") : Optional.empty();
        }

        @Override
        public QueueOrders on(QueueOrders before) {
            return before.withPaused(paused);
        }
    }

    /** So many attempts may run at once in each process; or, if absent, as many as are configured. */
    record Concurrency(String queue, OptionalInt concurrency) implements OfQueue {
        static final String PREFIX = "concurrency/";

        @Override
        public String subject() {
            return PREFIX + queue;
        }

        @Override
        public Optional<String> content() {
            return concurrency.isPresent()
                    ? Optional.of("{\"" + CONCURRENCY + "\":" + concurrency.getAsInt() + "}")
                    : Optional.empty();
        }

        @Override
        public QueueOrders on(QueueOrders before) {
            return before.withConcurrency(concurrency);
        }
    }

    /** What lay in the queue then is dropped. */
    record Drop(String queue, Optional<Purge> purge) implements OfQueue {
        static final String PREFIX = "purge/";

        @Override
        public String subject() {
            return PREFIX + queue;
        }

        @Override
        public Optional<String> content() {
            return purge.map(
                    what -> "{\"" + TOPIC + "\":\"" + what.topic() + "\",\"" + ENDS + "\":" + what.ends() + "}");
        }

        @Override
        public QueueOrders on(QueueOrders before) {
            return before.withPurge(purge);
        }
    }

    /** Somebody wants to know what each process does with the queue; the id comes back with the answers. */
    record Question(String queue, Optional<String> id) implements Order {
        static final String PREFIX = "question/";

        @Override
        public String subject() {
            return PREFIX + queue;
        }

        @Override
        public Optional<String> content() {
            return id.map(mine -> "{\"" + ID + "\":\"" + mine + "\"}");
        }
    }

    /** A task, or each of a group, is not to run until that time; or, without one, it may again. */
    record Revoke(Revocations.Kind kind, String name, Optional<Instant> until) implements Order {
        static final String TASK = "task/";
        static final String GROUP = "group/";

        @Override
        public String subject() {
            return switch (kind) {
                case TASK -> TASK + name;
                case GROUP -> GROUP + name;
            };
        }

        @Override
        public Optional<String> content() {
            return until.map(end -> "{\"" + UNTIL + "\":\"" + end + "\"}");
        }
    }
}
