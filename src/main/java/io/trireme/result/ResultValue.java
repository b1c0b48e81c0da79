package io.trireme.result;

/**
 * What a handler returned, encoded.
 *
 * @param bytes JSON, or whatever bytes the handler returned; not a copy: leave them as they are
 * @param contentType what they are
 * @param type the class of what was returned, for people
 */
public record ResultValue(byte[] bytes, String contentType, String type) {
    /** Of what the application's JSON wrote. */
    public static final String JSON = "application/json";

    /** Of bytes that the handler returned. */
    public static final String RAW = "application/octet-stream";

    /** Whether it is JSON. */
    public boolean isJson() {
        return !contentType.equals(RAW);
    }
}
