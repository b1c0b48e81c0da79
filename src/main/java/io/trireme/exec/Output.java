package io.trireme.exec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/**
 * What a program wrote on its standard output, up to a bound.
 *
 * @param bytes what it wrote; the beginning of it if it is too long
 * @param tooLong whether it wrote more
 */
record Output(byte[] bytes, boolean tooLong) {
    private static final ObjectReader JSON = new ObjectMapper()
            .reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** Reads to the end, or until there is more than {@code most}. */
    static Output read(InputStream stream, int most) {
        try {
            byte[] bytes = stream.readNBytes(most);
            return new Output(bytes, bytes.length == most && stream.read() >= 0);
        } catch (IOException closed) { // it was killed
            return new Output(new byte[0], false);
        }
    }

    /** The result that it is: JSON if it can be read as such, else text, else bytes; null if there is none. */
    @Nullable
    Object result() {
        int end = bytes.length;
        while (end > 0 && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
            end--;
        }
        if (end == 0) {
            return null;
        }
        try {
            return JSON.readTree(bytes, 0, end);
        } catch (IOException noJson) {
            return text(end);
        }
    }

    private Object text(int end) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, end)).toString();
        } catch (CharacterCodingException binary) {
            return bytes;
        }
    }
}
