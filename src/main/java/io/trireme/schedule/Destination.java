package io.trireme.schedule;

import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Where a task that is due goes: its record's topic and key. The producer picks the partition by the key's bytes, as it does
 * for a publisher.
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
record Destination(String queue, byte @Nullable [] key) {
    /** Writes the key of the record. */
    static final class KeySerializer implements Serializer<Destination> {
        @Override
        @SuppressWarnings("NullAway") // Kafka takes null for a record without key, and has no annotations
        public byte[] serialize(String topic, Destination destination) {
            return destination.key();
        }
    }
}
