package io.trireme.wire;

import org.jspecify.annotations.Nullable;

/**
 * A payload that cannot be read, or written; the message says why, in one sentence without the payload's text.
 *
 * <p>Without a stack of its own: where it was thrown says nothing, and a queue may hold many bad records.
 */
public final class PayloadException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean absent;

    PayloadException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    private PayloadException(String message, @Nullable Throwable cause, boolean absent) {
        super(message, cause, false, false);
        this.absent = absent;
    }

    /** There is nothing to read: a record without value, or a JSON null. */
    static PayloadException nothing() {
        return new PayloadException("there is no value", null, true);
    }

    /** Whether there was no payload at all, rather than a bad one. */
    public boolean absent() {
        return absent;
    }
}
