package io.trireme.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import io.trireme.Fault;
import io.trireme.TaskError;
import io.trireme.wire.PayloadCodec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What a handler returned, encoded where it ran: in this process or in a child of it. */
public sealed interface CarriedResult {
    /** Encoded. */
    record Value(ResultValue value) implements CarriedResult {
        /** As a part of other JSON. */
        @JsonValue
        @JsonRawValue
        String json() {
            return value.isJson()
                    ? new String(value.bytes(), UTF_8)
                    : '"' + Base64.getEncoder().encodeToString(value.bytes()) + '"';
        }
    }

    /** The task is done, but what its handler returned could not be encoded, or does not fit. */
    record Unwritable(TaskError why) implements CarriedResult {}

    /**
     * Encodes it; what is encoded already stays as it is.
     *
     * @param task the task's id
     */
    static CarriedResult of(String task, @Nullable Object value, PayloadCodec codec) {
        if (value == null) {
            return new Value(new ResultValue("null".getBytes(UTF_8), ResultValue.JSON, "null"));
        }
        if (value instanceof CarriedResult carried) {
            return carried;
        }
        if (value instanceof byte[] raw) {
            return new Value(new ResultValue(raw, ResultValue.RAW, "byte[]"));
        }
        String type = value.getClass().getName();
        try {
            return new Value(new ResultValue(codec.encode(value), ResultValue.JSON, type));
        } catch (Throwable unwritable) { // its getters are the user's and may throw anything; the lane must survive
            var why = Fault.RESULT_UNENCODABLE.causedBy(unwritable, task, type, unwritable.getMessage());
            return new Unwritable(TaskError.of(Fault.RESULT_UNENCODABLE, why));
        }
    }
}
