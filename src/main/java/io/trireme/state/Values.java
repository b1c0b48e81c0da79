package io.trireme.state;

import io.trireme.Fault;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.PayloadException;
import java.util.Objects;

/**
 * Values of a declared type, to JSON and back. Any thread.
 *
 * @param of what the object is, for messages
 */
record Values<T>(PayloadCodec codec, Class<T> type, String of) {
    String text(T value) {
        return any(value);
    }

    /** What a collection's methods take may be of any type; of another one it equals nothing that is there. */
    String any(Object value) {
        try {
            return Texts.of(codec.encode(Objects.requireNonNull(value, "a shared object holds no null")));
        } catch (PayloadException unwritable) {
            throw Fault.STATE_VALUE_WRONG.causedBy(unwritable, of, type.getSimpleName(), unwritable.getMessage());
        }
    }

    T value(String json) {
        try {
            return Objects.requireNonNull(type.cast(codec.decode(Texts.bytes(json), type)), "it is null");
        } catch (PayloadException | ClassCastException | NullPointerException unreadable) {
            throw Fault.STATE_VALUE_WRONG.causedBy(unreadable, of, type.getSimpleName(), unreadable.getMessage());
        }
    }
}
