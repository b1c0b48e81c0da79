package io.trireme.state;

import io.trireme.StateSettings;
import io.trireme.streams.MemoryStore;
import io.trireme.streams.RoleEngine;
import io.trireme.streams.RoleStreams;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.Stores;

/**
 * The topology of shared state: {@code trireme.state.commands} → {@link StateProcessor} → its store, and replies beside it.
 * The store lies in memory, and in the brokers' changelog. Any thread.
 */
final class StateStreams {
    /** What a successor repeats at most. Nobody waits for a commit, so it is rare enough not to be felt. */
    private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(1);

    /** Nobody waits for the changelog either: in few large requests it keeps out of the way of answers. */
    private static final Duration LINGER = Duration.ofMillis(50);

    private StateStreams() {}

    static RoleEngine engine(KafkaSettings kafka, StateSettings settings, Path directory, StateCounters counters) {
        var outbox = new KafkaOutbox(kafka, counters);
        return new RoleStreams(
                "state",
                Topics.stateGroup(),
                topology(() -> new StateProcessor(Topics.stateStore(), outbox, System::nanoTime, counters)),
                kafka,
                RoleStreams.Size.of(settings, COMMIT_INTERVAL, LINGER),
                directory,
                outbox::close);
    }

    private static Topology topology(ProcessorSupplier<byte[], byte[], Void, Void> shards) {
        var bytes = new ByteArrayDeserializer();
        return new Topology()
                .addSource("commands", bytes, bytes, Topics.stateCommands())
                .addProcessor("shards", shards, "commands")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                        MemoryStore.named(Topics.stateStore()), Serdes.Bytes(), Serdes.ByteArray())
                                .withCachingDisabled(),
                        "shards");
    }
}
