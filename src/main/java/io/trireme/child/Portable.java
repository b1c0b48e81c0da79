package io.trireme.child;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.jspecify.annotations.Nullable;

/** Objects to bytes and back, as Java writes them: between a process and its own children alone, never from anywhere else. Pure. */
final class Portable {
    private Portable() {}

    /** @throws java.io.NotSerializableException naming the class that cannot go */
    static byte[] write(@Nullable Object value) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }

    @SuppressWarnings("NullAway") // a null is one on the other side too
    static Object read(byte[] bytes) throws IOException, ClassNotFoundException {
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }
}
