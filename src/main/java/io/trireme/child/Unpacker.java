package io.trireme.child;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the body of a frame. What is not what it should be is an {@link IOException}. Owned by one thread. */
final class Unpacker {
    private final ByteBuffer bytes;

    Unpacker(byte[] body) {
        this.bytes = ByteBuffer.wrap(body);
    }

    int kind() throws IOException {
        return left(Byte.BYTES).get();
    }

    int number() throws IOException {
        return left(Integer.BYTES).getInt();
    }

    long longNumber() throws IOException {
        return left(Long.BYTES).getLong();
    }

    Optional<byte[]> optionalBytes() throws IOException {
        int length = number();
        if (length == Packer.NONE) {
            return Optional.empty();
        }
        if (length < 0) {
            throw new IOException("a length of " + length);
        }
        left(length);
        byte[] value = new byte[length];
        bytes.get(value);
        return Optional.of(value);
    }

    Optional<String> optionalText() throws IOException {
        return optionalBytes().map(value -> new String(value, UTF_8));
    }

    String text() throws IOException {
        return optionalText().orElseThrow(() -> new IOException("a text is missing"));
    }

    byte[] bytes() throws IOException {
        return optionalBytes().orElseThrow(() -> new IOException("bytes are missing"));
    }

    Map<String, String> texts() throws IOException {
        int size = number();
        var values = new LinkedHashMap<String, String>();
        for (int i = 0; i < size; i++) {
            values.put(text(), text());
        }
        return values;
    }

    private ByteBuffer left(int needed) throws IOException {
        if (bytes.remaining() < needed) {
            throw new IOException("a frame that ends too soon", new BufferUnderflowException());
        }
        return bytes;
    }
}
