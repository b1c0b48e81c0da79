package io.trireme.state;

import java.nio.charset.StandardCharsets;

/** Text in UTF-8. */
final class Texts {
    private Texts() {}

    static String of(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
