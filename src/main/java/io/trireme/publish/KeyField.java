package io.trireme.publish;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.trireme.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The top-level field of a JSON payload that a task's ordering key is taken from. Immutable. */
final class KeyField {
    private static final JsonFactory JSON = new JsonFactory();

    private final String name;

    KeyField(String name) {
        this.name = name;
    }

    /**
     * The field's value in {@code payload}: a string as it is, a number as it is written.
     *
     * @throws KeyMissing saying why there is no key
     */
    String of(byte[] payload) {
        try (JsonParser json = JSON.createParser(payload)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw without("it is not an object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = name.equals(json.currentName());
                JsonToken value = json.nextToken();
                if (found) {
                    return switch (value) {
                        case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getText();
                        default -> throw without("that is neither a string nor a number");
                    };
                }
                json.skipChildren();
            }
            throw without("there is no such field");
        } catch (JacksonException malformed) {
            throw Fault.PAYLOAD_MALFORMED.causedBy(malformed, malformed.getOriginalMessage());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // an array is read
        }
    }

    private KeyMissing without(String why) {
        return new KeyMissing(name, why);
    }
}
