package io.trireme.consume;

/** A parameter's type that no payload can be read into; the message is a sentence that says what to do. */
final class UnreadableType extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableType(String message) {
        super(message, null, false, false);
    }
}
