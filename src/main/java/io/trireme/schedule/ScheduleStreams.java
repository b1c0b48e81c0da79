package io.trireme.schedule;

import io.trireme.ScheduleSettings;
import io.trireme.streams.RoleEngine;
import io.trireme.streams.RoleStreams;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.Stores;

/** The schedule's topology: {@code trireme.schedule} → {@link TimerProcessor} → the queues, exactly once. Any thread. */
final class ScheduleStreams {
    /**
     * How long what commands have changed waits for its commit; what has fired does not. Each turn with a commit halves the
     * commands that Kafka Streams takes in: if that is every turn it is one, and a new owner does not catch up with those that come.
     */
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(100);

    private ScheduleStreams() {}

    static RoleEngine engine(
            KafkaSettings kafka,
            ScheduleSettings settings,
            Path directory,
            InstantSource clock,
            Targets targets,
            ScheduleCounters counters) {
        return new RoleStreams(
                "schedule",
                Topics.scheduleGroup(),
                topology(() -> new TimerProcessor(Topics.scheduleStore(), clock, targets, counters)),
                kafka,
                new RoleStreams.Size(
                        settings.threads(),
                        settings.standbys(),
                        settings.replicas().orElse(-1),
                        settings.sessionTimeout(),
                        COMMIT_INTERVAL,
                        Duration.ZERO),
                directory,
                () -> {});
    }

    static Topology topology(ProcessorSupplier<byte[], byte[], Destination, byte[]> timers) {
        var bytes = new ByteArrayDeserializer();
        return new Topology()
                .addSource("commands", bytes, bytes, Topics.schedule())
                .addProcessor("timers", timers, "commands")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                        Stores.persistentKeyValueStore(Topics.scheduleStore()),
                                        Serdes.Bytes(),
                                        Serdes.ByteArray())
                                .withCachingDisabled(),
                        "timers")
                .addSink(
                        "tasks",
                        (destination, value, context) -> Topics.tasks(destination.queue()),
                        new Destination.KeySerializer(),
                        new ByteArraySerializer(),
                        "timers");
    }
}
