package io.trireme.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.util.Optional;

/** Reads one JSON value of a declared type from where the parser stands. */
final class JsonElement {
    /** What a JSON null is to the type. */
    enum Null {
        /** No payload. */
        NOTHING,
        /** A tree of its own. */
        NODE,
        /** The empty {@code Optional}; any other value is wrapped into one. */
        EMPTY
    }

    private final ObjectReader reader;
    private final Null whenNull;
    private final String name;

    JsonElement(ObjectReader reader, Null whenNull, String name) {
        this.reader = reader;
        this.whenNull = whenNull;
        this.name = name;
    }

    JsonParser parser(byte[] value) throws IOException {
        return reader.createParser(value);
    }

    /** @throws PayloadException that is {@linkplain PayloadException#absent() absent} for a null that the type has no value for */
    Object read(JsonParser parser) throws IOException, PayloadException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return nothing();
        }
        Object value = reader.readValue(parser);
        if (value == null) {
            return nothing();
        }
        return whenNull == Null.EMPTY ? Optional.of(value) : value;
    }

    /** What stands for a record without value. */
    Object tombstone() throws PayloadException {
        if (whenNull == Null.EMPTY) {
            return Optional.empty();
        }
        throw PayloadException.nothing();
    }

    private Object nothing() throws PayloadException {
        return switch (whenNull) {
            case NOTHING -> throw PayloadException.nothing();
            case NODE -> NullNode.getInstance();
            case EMPTY -> Optional.empty();
        };
    }

    String describe() {
        return name;
    }
}
