package io.trireme.streams;

import io.trireme.Fault;
import java.time.Duration;
import java.util.OptionalInt;

/** What has to be right before a role on Kafka Streams starts; what is not fails the start with a sentence. */
public final class RoleChecks {
    private static final String STREAMS = "org.apache.kafka.streams.KafkaStreams";
    private static final String ROCKS = "org.rocksdb.RocksDB";
    private static final Duration SHORTEST_SESSION = Duration.ofSeconds(1);

    private RoleChecks() {}

    /** @throws io.trireme.TriremeException {@link Fault#STREAMS_MISSING} */
    public static void requireStreams(String role) {
        try {
            ClassLoader loader = RoleChecks.class.getClassLoader();
            Class.forName(STREAMS, false, loader);
            Class.forName(ROCKS, false, loader);
        } catch (ClassNotFoundException absent) {
            throw Fault.STREAMS_MISSING.causedBy(absent, role);
        }
    }

    /** @throws io.trireme.TriremeException {@link Fault#SETTING_WRONG} */
    public static void requireSettings(
            String role, int partitions, int threads, int standbys, OptionalInt replicas, Duration sessionTimeout) {
        atLeast(role, "partitions", partitions, 1);
        atLeast(role, "threads", threads, 1);
        atLeast(role, "standbys", standbys, 0);
        atLeast(role, "replicas", replicas.orElse(1), 1);
        if (sessionTimeout.compareTo(SHORTEST_SESSION) < 0) {
            throw Fault.SETTING_WRONG.because(
                    "trireme." + role + ".session-timeout", sessionTimeout, "use a duration of 1s or more.");
        }
    }

    private static void atLeast(String role, String key, int value, int least) {
        if (value < least) {
            throw Fault.SETTING_WRONG.because(
                    "trireme." + role + "." + key, value, "use a number from " + least + " on.");
        }
    }
}
