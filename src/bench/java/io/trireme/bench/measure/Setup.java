package io.trireme.bench.measure;

import java.util.Locale;

/**
 * One run of one engine; goes to the engine's JVM as system properties.
 *
 * @param engine its name
 * @param ordering {@code unordered}, {@code by-key}, {@code by-partition}, or {@code none} where there is no choice
 * @param bootstrap the broker's address
 * @param topic the topic, holding {@code tasks} tasks
 * @param tasks how many there are in all
 * @param warmUp how many of them, the first, do not count
 * @param keys how many keys they have
 * @param millis how long each waits beside its parse
 * @param concurrency most at once
 * @param inFlight most held
 * @param latency whether it is the latency that is measured
 */
public record Setup(
        String engine,
        String ordering,
        String bootstrap,
        String topic,
        int tasks,
        int warmUp,
        int keys,
        long millis,
        int concurrency,
        int inFlight,
        boolean latency) {

    /** A consumer group that no other run uses. */
    public String group() {
        return "bench-" + ProcessHandle.current().pid();
    }

    /** Whether the engine promises the order within a key. */
    public boolean ordered() {
        return ordering.startsWith("by-");
    }

    /** The properties that {@link #fromProperties()} reads in the engine's JVM. */
    public String[] toProperties() {
        return String.format(
                        Locale.ROOT,
                        "-Dbench.engine=%s -Dbench.ordering=%s -Dbench.bootstrap=%s -Dbench.topic=%s -Dbench.tasks=%d "
                                + "-Dbench.warm-up=%d -Dbench.keys=%d -Dbench.millis=%d -Dbench.concurrency=%d "
                                + "-Dbench.in-flight=%d -Dbench.latency=%b",
                        engine,
                        ordering,
                        bootstrap,
                        topic,
                        tasks,
                        warmUp,
                        keys,
                        millis,
                        concurrency,
                        inFlight,
                        latency)
                .split(" ", -1);
    }

    public static Setup fromProperties() {
        return new Setup(
                System.getProperty("bench.engine"),
                System.getProperty("bench.ordering"),
                System.getProperty("bench.bootstrap"),
                System.getProperty("bench.topic"),
                Integer.getInteger("bench.tasks"),
                Integer.getInteger("bench.warm-up"),
                Integer.getInteger("bench.keys"),
                Long.getLong("bench.millis"),
                Integer.getInteger("bench.concurrency"),
                Integer.getInteger("bench.in-flight"),
                Boolean.getBoolean("bench.latency"));
    }
}
