package io.trireme.publish;

import java.util.regex.Pattern;

/** What a {@code traceparent} looks like (W3C Trace Context): whatever comes from outside is checked before it goes on. */
final class Traceparent {
    /** Version, trace id, parent id, flags; a later version may append more. All-zero ids are not ids. */
    private static final Pattern WELL_FORMED = Pattern.compile(
            "(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-[\\x21-\\x7e]{0,200})?");

    private Traceparent() {}

    static boolean isWellFormed(String text) {
        return WELL_FORMED.matcher(text).matches();
    }
}
