package io.trireme.wire;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns what the JSON library says into one sentence: what is wrong and where, without a dump of the source. */
final class JsonFault {
    private static final int LONGEST = 300;
    private static final Pattern SOURCE = Pattern.compile("\\[Source: [^;\\]]*; (line: \\d+, column: \\d+)]");
    private static final Pattern BLANK = Pattern.compile("\\s+");

    private JsonFault() {}

    static PayloadException of(Exception cause) {
        if (!(cause instanceof JacksonException json)) {
            return new PayloadException(shortened(cause.toString()), cause);
        }
        String path = cause instanceof JsonMappingException mapping ? path(mapping) : "";
        String what = shortened(SOURCE.matcher(json.getOriginalMessage()).replaceAll("$1"));
        return new PayloadException(what + path + at(json.getLocation()), cause);
    }

    /** {@code  (line 3, column 14)}, or nothing if the place is unknown, as it is when writing. */
    static String at(@Nullable JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
    }

    private static String path(JsonMappingException mapping) {
        var path = new StringBuilder();
        for (JsonMappingException.Reference step : mapping.getPath()) {
            if (step.getFieldName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            } else {
                path.append('[').append(step.getIndex()).append(']');
            }
        }
        return path.isEmpty() ? "" : " at " + shortened(path.toString());
    }

    private static String shortened(String text) {
        String line = BLANK.matcher(text).replaceAll(" ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
