package io.trireme.wire;

import java.util.Locale;

/** What a content type says about how to read the value. */
public final class MediaTypes {
    static final String JSON = "application/json";

    private MediaTypes() {}

    /** Whether the value is JSON: {@code application/json} or any {@code +json}, with or without parameters. */
    public static boolean isJson(String contentType) {
        if (contentType.equals(JSON)) {
            return true;
        }
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        String plain = type.strip().toLowerCase(Locale.ROOT);
        return plain.equals(JSON) || plain.endsWith("+json");
    }
}
