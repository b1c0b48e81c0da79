package io.trireme.publish;

/** A payload that lacks the field which its ordering key is to be taken from; the message says so. */
final class KeyMissing extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeyMissing(String field, String why) {
        super("The ordering key is to be taken from the field '" + field + "' of the payload, and " + why + ".");
    }
}
