package io.trireme.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.trireme.consume.Revocations;
import io.trireme.wire.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of {@code trireme.control}, to which anybody may write: whatever is wrong with one is said and throws
 * nothing else. Fields that this version does not know are passed over. Pure.
 */
final class OrderReader {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

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
        if (subject.startsWith(Order.QUEUE)) {
            return pause(queue(subject, Order.QUEUE), value);
        }
        for (Revocations.Kind kind : Revocations.Kind.values()) {
            if (subject.startsWith(Order.Revoke.prefix(kind))) {
                return revoke(kind, subject.substring(Order.Revoke.prefix(kind).length()), value);
            }
        }
        throw new Unusable("its key is none that this version knows");
    }

    private static String queue(String subject, String prefix) throws Unusable {
        String queue = subject.substring(prefix.length());
        if (!Topics.isQueue(queue)) {
            throw new Unusable("its key does not name a queue");
        }
        return queue;
    }

    private static Order pause(String queue, byte @Nullable [] value) throws Unusable {
        JsonNode paused = object(value).path(Order.PAUSED);
        if (!paused.isMissingNode() && !paused.isBoolean()) {
            throw new Unusable("its field '" + Order.PAUSED + "' is neither true nor false");
        }
        return new Order.Pause(queue, paused.asBoolean());
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
