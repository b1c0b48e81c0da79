package io.trireme.result;

import io.trireme.Fault;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.PayloadException;
import java.lang.reflect.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads results as the type that a caller wants. Any thread. */
final class ValueReader<R> {
    private final PayloadCodec codec;
    private final Type type;

    /** @param type whose values are {@code R} */
    ValueReader(PayloadCodec codec, Type type) {
        this.codec = codec;
        this.type = type;
    }

    /** @throws io.trireme.TriremeException {@link Fault#RESULT_UNREADABLE} */
    @SuppressWarnings("unchecked") // the type's values are R
    @Nullable
    R read(String id, Optional<ResultValue> value) {
        if (value.isEmpty() || type == Void.class) {
            return null;
        }
        ResultValue written = value.get();
        if (!written.isJson()) {
            if (type == byte[].class || type == Object.class) {
                return (R) written.bytes();
            }
            throw unreadable(id, written, "it is bytes; read it as byte[]");
        }
        try {
            return (R) codec.decode(written.bytes(), type);
        } catch (PayloadException another) {
            throw unreadable(id, written, String.valueOf(another.getMessage()));
        }
    }

    private RuntimeException unreadable(String id, ResultValue value, String why) {
        return Fault.RESULT_UNREADABLE.because(id, value.type(), type.getTypeName(), why);
    }
}
