package io.trireme.control;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.trireme.wire.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One record of the topic {@code trireme.control}. Its key says what it is about, {@code queue/<name>}; its value, a JSON
 * object, what is in force; none, that nothing is. Fields that this version does not know are passed over. Pure.
 */
sealed interface Order {
    /** The key of what is ordered of a queue begins so. */
    String QUEUE = "queue/";

    /** The field that says whether the queue is paused. */
    String PAUSED = "paused";

    JsonFactory JSON = new JsonFactory();

    /** The queue is paused, or it is not. */
    record Pause(String queue, boolean paused) implements Order {}

    /** Nothing that this version can follow. */
    record Unusable(String why) implements Order {}

    /** The key of what is ordered of a queue. */
    static byte[] key(String queue) {
        return (QUEUE + queue).getBytes(StandardCharsets.UTF_8);
    }

    /** The value that pauses a queue. */
    static byte[] pause() {
        return ("{\"" + PAUSED + "\":true}").getBytes(StandardCharsets.UTF_8);
    }

    /** Reads a record; throws nothing, since anybody may write to the topic. */
    static Order read(byte @Nullable [] key, byte @Nullable [] value) {
        if (key == null) {
            return new Unusable("it has no key");
        }
        String subject = new String(key, StandardCharsets.UTF_8);
        if (!subject.startsWith(QUEUE) || !Topics.isQueue(subject.substring(QUEUE.length()))) {
            return new Unusable("its key is not " + QUEUE + " and the name of a queue");
        }
        String queue = subject.substring(QUEUE.length());
        if (value == null) {
            return new Pause(queue, false);
        }
        try (JsonParser parser = JSON.createParser(value)) {
            return read(queue, parser);
        } catch (IOException malformed) {
            return new Unusable("its value is no JSON");
        }
    }

    private static Order read(String queue, JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return new Unusable("its value is no JSON object");
        }
        boolean paused = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean ours = parser.currentName().equals(PAUSED);
            JsonToken value = parser.nextToken();
            if (ours && (value == null || !value.isBoolean())) {
                return new Unusable("its field '" + PAUSED + "' is neither true nor false");
            }
            paused = ours ? value == JsonToken.VALUE_TRUE : paused;
            parser.skipChildren();
        }
        return parser.nextToken() == null ? new Pause(queue, paused) : new Unusable("more follows its JSON object");
    }
}
