package io.trireme.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What became of a call, for as long as its session has not acknowledged the answer. */
sealed interface CallState {
    /** It waits. */
    record Waits(Place place) implements CallState {}

    /** It was answered so. */
    record Ended(Outcome outcome, long amount, String value) implements CallState {}

    private static byte[] tagged(char tag, byte[] json) {
        byte[] whole = new byte[json.length + 1];
        whole[0] = (byte) tag;
        System.arraycopy(json, 0, whole, 1, json.length);
        return whole;
    }

    default byte[] encode() {
        return tagged(this instanceof Waits ? 'w' : 'e', Json.write(this));
    }

    static CallState decode(byte[] stored) {
        byte[] json = Arrays.copyOfRange(stored, 1, stored.length);
        return switch (stored[0]) {
            case 'w' -> Json.read(json, Waits.class);
            case 'e' -> Json.read(json, Ended.class);
            default ->
                throw new IllegalStateException(
                        "the store holds no call: " + new String(stored, StandardCharsets.UTF_8));
        };
    }
}
