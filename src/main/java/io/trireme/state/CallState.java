package io.trireme.state;

import java.util.Arrays;

/** What became of a call, for as long as its session may send it again. */
sealed interface CallState {
    /** It waits. */
    record Waits(Place place) implements CallState {
        @Override
        public byte[] encode() {
            byte[] json = Json.write(this);
            byte[] whole = new byte[json.length + 1];
            whole[0] = WAITS;
            System.arraycopy(json, 0, whole, 1, json.length);
            return whole;
        }
    }

    /** It was answered so. */
    record Ended(Outcome outcome, long amount, String value) implements CallState {
        /** As text, since it is made of each call, and read of few. */
        @Override
        public byte[] encode() {
            return Texts.bytes((char) ENDED + outcome.name() + SPACE + amount + SPACE + value);
        }

        private static Ended decode(String text) {
            String[] parts = text.split(SPACE, 3);
            return new Ended(Outcome.valueOf(parts[0]), Long.parseLong(parts[1]), parts[2]);
        }
    }

    byte WAITS = 'w';
    byte ENDED = 'e';
    String SPACE = " ";

    byte[] encode();

    static CallState decode(byte[] stored) {
        byte[] content = Arrays.copyOfRange(stored, 1, stored.length);
        return switch (stored[0]) {
            case WAITS -> Json.read(content, Waits.class);
            case ENDED -> Ended.decode(Texts.of(content));
            default -> throw new IllegalStateException("the store holds no call: " + Texts.of(stored));
        };
    }
}
