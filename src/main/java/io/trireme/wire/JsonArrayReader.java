package io.trireme.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.trireme.TaskContext;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the payload as a JSON array with one element for each parameter; gives an {@code Object[]} of that length. */
final class JsonArrayReader implements PayloadReader {
    private final JsonElement[] elements;
    private final String description;

    JsonArrayReader(List<JsonElement> elements) {
        this.elements = elements.toArray(JsonElement[]::new);
        this.description =
                elements.stream().map(JsonElement::describe).collect(Collectors.joining(", ", "an array of (", ")"));
    }

    @Override
    public Object read(TaskContext task) throws PayloadException {
        Optional<byte[]> value = task.payload();
        if (value.isEmpty()) {
            throw PayloadException.nothing();
        }
        JsonReader.requireJson(task);
        try (JsonParser parser = elements[0].parser(value.get())) {
            JsonReader.requireStart(parser);
            requireArray(parser);
            Object[] read = readElements(parser);
            JsonReader.requireEnd(parser);
            return read;
        } catch (IOException | RuntimeException malformed) {
            // A constructor or a reader of the application's may throw anything; it cannot read this payload.
            throw JsonFault.of(malformed);
        }
    }

    private void requireArray(JsonParser parser) throws IOException, PayloadException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            throw PayloadException.nothing();
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new PayloadException(
                    "it has to be a JSON array with %d elements, one for each parameter".formatted(elements.length),
                    null);
        }
    }

    private Object[] readElements(JsonParser parser) throws IOException, PayloadException {
        var read = new Object[elements.length];
        for (int i = 0; i < elements.length; i++) {
            if (parser.nextToken() == JsonToken.END_ARRAY) {
                throw wrongCount(i);
            }
            read[i] = element(i, parser);
        }
        int surplus = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            parser.skipChildren();
            surplus++;
        }
        if (surplus > 0) {
            throw wrongCount(elements.length + surplus);
        }
        return read;
    }

    private Object element(int i, JsonParser parser) throws IOException, PayloadException {
        try {
            return elements[i].read(parser);
        } catch (PayloadException failure) {
            if (failure.absent()) {
                throw new PayloadException(
                        "element %d is null; if it may be, take Optional<%s> as the parameter"
                                .formatted(i + 1, elements[i].describe()),
                        null);
            }
            throw failure;
        }
    }

    private PayloadException wrongCount(int count) {
        return new PayloadException(
                "the array has %d elements, the method takes %d".formatted(count, elements.length), null);
    }

    @Override
    public String describe() {
        return description;
    }
}
