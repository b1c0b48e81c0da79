package io.trireme.bench.measure;

import java.nio.charset.StandardCharsets;

/** The tasks of a topic, made from their numbers alone: 80 bytes of JSON, and a key drawn from so many. */
public final class Tasks {
    private Tasks() {}

    /** The payload. */
    public record Job(long number, String name, String text) {}

    /** Which of {@code keys} keys the task with this number has; as good as random, so that some keys are busier. */
    public static int key(long number, int keys) {
        long z = (number + 1) * 0x9E3779B97F4A7C15L; // SplitMix64 (Steele, Lea, Flood 2014)
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return (int) ((z >>> 33) % keys);
    }

    public static byte[] keyBytes(long number, int keys) {
        return ("key-" + key(number, keys)).getBytes(StandardCharsets.US_ASCII);
    }

    public static byte[] payload(long number) {
        return String.format("{\"number\":%d,\"name\":\"task-%08d\",\"text\":\"%s\"}", number, number, "x".repeat(30))
                .getBytes(StandardCharsets.US_ASCII);
    }
}
