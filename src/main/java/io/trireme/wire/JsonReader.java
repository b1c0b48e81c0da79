package io.trireme.wire;

import com.fasterxml.jackson.core.JsonParser;
import io.trireme.TaskContext;
import java.io.IOException;
import java.util.Optional;

/** Reads the whole payload as one JSON value. */
final class JsonReader implements PayloadReader {
    private final JsonElement element;

    JsonReader(JsonElement element) {
        this.element = element;
    }

    @Override
    public Object read(TaskContext task) throws PayloadException {
        Optional<byte[]> value = task.payload();
        if (value.isEmpty()) {
            return element.tombstone();
        }
        requireJson(task);
        try (JsonParser parser = element.parser(value.get())) {
            requireStart(parser);
            Object read = element.read(parser);
            requireEnd(parser);
            return read;
        } catch (IOException | RuntimeException malformed) {
            // A constructor or a reader of the application's may throw anything; it cannot read this payload.
            throw JsonFault.of(malformed);
        }
    }

    static void requireJson(TaskContext task) throws PayloadException {
        Optional<String> contentType = task.contentType();
        if (contentType.isPresent() && !MediaTypes.isJson(contentType.get())) {
            throw new PayloadException(
                    "its content type is " + contentType.get()
                            + ", not JSON; publish it as application/json, or take byte[] or String as the parameter",
                    null);
        }
    }

    /** Goes to the first token. */
    static void requireStart(JsonParser parser) throws IOException, PayloadException {
        if (parser.nextToken() == null) {
            throw new PayloadException("the value is empty, which is not JSON", null);
        }
    }

    static void requireEnd(JsonParser parser) throws IOException, PayloadException {
        if (parser.nextToken() != null) {
            throw new PayloadException(
                    "something follows the JSON value" + JsonFault.at(parser.currentTokenLocation()), null);
        }
    }

    @Override
    public String describe() {
        return element.describe();
    }
}
