package io.trireme.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.trireme.consume.Purge;
import io.trireme.consume.QueueOrders;
import io.trireme.consume.Revocations;
import io.trireme.wire.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of {@code trireme.control}, to which anybody may write: whatever is wrong with one is said and throws
 * nothing else. Fields that this version does not know are passed over. Pure.
 */
final class OrderReader {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Partitions of one purge at most: what a stranger writes must not fill the memory. */
    static final int MOST_PARTITIONS = 100_000;

    /** Characters of a question's id at most; it goes into every answer. */
    private static final int LONGEST_ID = 100;

    /** Nothing that this version can follow. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        private Unusable(String why) {
            super(why);
        }

        /** Why, to end a sentence. */
        String why() {
            return String.valueOf(getMessage());
        }
    }

    private OrderReader() {}

    static Order read(byte @Nullable [] key, byte @Nullable [] value) throws Unusable {
        if (key == null) {
            throw new Unusable("it has no key");
        }
        String subject = new String(key, StandardCharsets.UTF_8);
        int end = subject.indexOf('/') + 1;
        String name = subject.substring(end);
        return switch (subject.substring(0, end)) {
            case Order.Pause.PREFIX -> pause(queue(name), object(value));
            case Order.Concurrency.PREFIX -> concurrency(queue(name), object(value));
            case Order.Drop.PREFIX -> drop(queue(name), object(value));
            case Order.Question.PREFIX -> question(queue(name), object(value));
            case Order.Revoke.TASK -> revoke(Revocations.Kind.TASK, name, value);
            case Order.Revoke.GROUP -> revoke(Revocations.Kind.GROUP, name, value);
            default -> throw new Unusable("its key is none that this version knows");
        };
    }

    private static String queue(String name) throws Unusable {
        if (!Topics.isQueue(name)) {
            throw new Unusable("its key does not name a queue");
        }
        return name;
    }

    private static Order pause(String queue, JsonNode value) throws Unusable {
        JsonNode paused = value.path(Order.PAUSED);
        if (!paused.isMissingNode() && !paused.isBoolean()) {
            throw new Unusable("its field '" + Order.PAUSED + "' is neither true nor false");
        }
        return new Order.Pause(queue, paused.asBoolean());
    }

    private static Order concurrency(String queue, JsonNode value) throws Unusable {
        JsonNode concurrency = value.path(Order.CONCURRENCY);
        if (concurrency.isMissingNode()) {
            return new Order.Concurrency(queue, OptionalInt.empty());
        }
        if (!concurrency.canConvertToInt()
                || concurrency.asInt() < 1
                || concurrency.asInt() > QueueOrders.MOST_CONCURRENCY) {
            throw new Unusable(
                    "its field '" + Order.CONCURRENCY + "' is no number from 1 to " + QueueOrders.MOST_CONCURRENCY);
        }
        return new Order.Concurrency(queue, OptionalInt.of(concurrency.asInt()));
    }

    private static Order drop(String queue, JsonNode value) throws Unusable {
        if (value.isEmpty()) {
            return new Order.Drop(queue, Optional.empty());
        }
        var ends = new ArrayList<Long>();
        for (JsonNode end : value.path(Order.ENDS)) {
            if (!end.canConvertToLong() || !end.isIntegralNumber() || ends.size() == MOST_PARTITIONS) {
                throw new Unusable("its field '" + Order.ENDS + "' is no list of offsets");
            }
            ends.add(end.asLong());
        }
        try {
            Uuid topic = Uuid.fromString(value.path(Order.TOPIC).asText());
            return new Order.Drop(queue, Optional.of(new Purge(topic, ends)));
        } catch (IllegalArgumentException unreadable) {
            throw new Unusable("its field '" + Order.TOPIC + "' is no topic's id");
        }
    }

    private static Order question(String queue, JsonNode value) throws Unusable {
        JsonNode id = value.path(Order.ID);
        if (id.isMissingNode()) {
            return new Order.Question(queue, Optional.empty());
        }
        if (!id.isTextual() || id.asText().length() > LONGEST_ID) {
            throw new Unusable("its field '" + Order.ID + "' is no id");
        }
        return new Order.Question(queue, Optional.of(id.asText()));
    }

    private static Order revoke(Revocations.Kind kind, String name, byte @Nullable [] value) throws Unusable {
        if (name.isEmpty() || name.length() > Revocations.LONGEST_NAME) {
            throw new Unusable("its key names no task or group");
        }
        if (value == null) {
            return new Order.Revoke(kind, name, Optional.empty());
        }
        String until = object(value).path(Order.UNTIL).asText();
        try {
            return new Order.Revoke(kind, name, Optional.of(Instant.parse(until)));
        } catch (DateTimeException unreadable) {
            throw new Unusable("its field '" + Order.UNTIL + "' is no point in time");
        }
    }

    /** The fields of the value; none if there is no value. */
    private static JsonNode object(byte @Nullable [] value) throws Unusable {
        if (value == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            JsonNode read = JSON.readTree(value);
            if (read.isObject()) {
                return read;
            }
        } catch (JsonProcessingException malformed) {
            throw new Unusable("its value is no JSON");
        } catch (IOException impossible) {
            throw new Unusable("its value cannot be read");
        }
        throw new Unusable("its value is no JSON object");
    }
}
