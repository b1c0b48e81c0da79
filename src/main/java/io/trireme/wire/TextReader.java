package io.trireme.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.trireme.TaskContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the payload as text: the content of a JSON string, or what else came, as it came. */
final class TextReader implements PayloadReader {
    private static final char REPLACEMENT = '\uFFFD';

    private final JsonFactory json;

    TextReader(JsonFactory json) {
        this.json = json;
    }

    @Override
    public Object read(TaskContext task) throws PayloadException {
        Optional<byte[]> value = task.payload();
        if (value.isEmpty()) {
            throw PayloadException.nothing();
        }
        if (isQuoted(value.get()) && task.contentType().map(MediaTypes::isJson).orElse(true)) {
            String content = literal(value.get());
            if (content != null) {
                return content;
            }
        }
        return text(value.get());
    }

    private static boolean isQuoted(byte[] value) {
        int first = 0;
        while (first < value.length && value[first] <= ' ' && value[first] >= 0) {
            first++;
        }
        return first < value.length && value[first] == '"';
    }

    /** The content of the string, or null if the value is anything else than one JSON string. */
    private @Nullable String literal(byte[] value) {
        try (JsonParser parser = json.createParser(value)) {
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                return null;
            }
            String content = parser.getText();
            return parser.nextToken() == null ? content : null;
        } catch (IOException plainText) {
            // Text that starts with a quotation mark is not wrong: it goes to the handler as it came.
            return null;
        }
    }

    private static String text(byte[] value) throws PayloadException {
        String text = new String(value, UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            // Either the text has this character or a byte was replaced by it: only the slow decoder tells.
            try {
                return UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
            } catch (CharacterCodingException malformed) {
                throw new PayloadException("it is not UTF-8; take byte[] as the parameter to get it raw", malformed);
            }
        }
        return text;
    }

    @Override
    public String describe() {
        return "String";
    }
}
