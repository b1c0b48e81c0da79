package io.trireme;

import org.jspecify.annotations.Nullable;

/** A fault of the catalogue {@link Fault}, with the sentence that says what to do about it. */
public final class TriremeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Fault fault;

    TriremeException(Fault fault, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    /** Which fault it is. */
    public Fault fault() {
        return fault;
    }
}
