package io.trireme.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.utils.Utils;

/**
 * Makes task ids, and reads what they say: UUIDs of version 7 (RFC 9562), which begin with their time and so sort by it.
 *
 * <p>The twelve bits behind the version say which partition of {@code trireme.results} holds the task's result, so that it
 * is found by the id alone. An id that is made for a partition has its number there; of any other one, which has chance or
 * a counter there, the number is taken modulo the partitions. Of ids that are no such UUID the hash is.
 */
public final class TaskIds {
    /** Most partitions of {@code trireme.results}: what twelve bits can tell apart. */
    public static final int MOST_PARTITIONS = 1 << 12;

    private static final int PARTITION_BITS = MOST_PARTITIONS - 1;
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final int LENGTH = 36;

    private final InstantSource clock;
    private final RandomGenerator random;

    /** @param random safe for use by any number of threads */
    public TaskIds(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** A new id. */
    public String next() {
        return id(random.nextLong() & PARTITION_BITS);
    }

    /** A new id whose result is in this partition. */
    public String next(int partition) {
        if (partition < 0 || partition >= MOST_PARTITIONS) {
            throw new IllegalArgumentException("partition " + partition + " is none of " + MOST_PARTITIONS);
        }
        return id(partition);
    }

    private String id(long partition) {
        long high = clock.millis() << 16 | VERSION_7 | partition;
        long low = VARIANT | random.nextLong() >>> 2;
        return new UUID(high, low).toString();
    }

    /** The partition that holds the result of the task with this id. */
    public static int partition(String id, int partitions) {
        return uuid(id).map(uuid -> (int) (uuid.getMostSignificantBits() & PARTITION_BITS) % partitions)
                .orElseGet(() -> Utils.toPositive(Utils.murmur2(id.getBytes(StandardCharsets.UTF_8))) % partitions);
    }

    /** When the id was made, to the millisecond; empty if it does not say. */
    public static Optional<Instant> time(String id) {
        return uuid(id).map(uuid -> Instant.ofEpochMilli(uuid.getMostSignificantBits() >>> 16));
    }

    private static Optional<UUID> uuid(String id) {
        if (id.length() != LENGTH) {
            return Optional.empty();
        }
        try {
            UUID uuid = UUID.fromString(id);
            return uuid.version() == 7 && uuid.variant() == 2 ? Optional.of(uuid) : Optional.empty();
        } catch (IllegalArgumentException another) {
            return Optional.empty();
        }
    }
}
