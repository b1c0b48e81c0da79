package io.trireme.result;

import io.trireme.streams.RoleEngine;
import io.trireme.streams.RoleStreams;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.Stores;

/**
 * The topology that finds results: {@code trireme.results} → {@link PlaceProcessor} → its store, on disk and in the brokers'
 * changelog, for as long as results are kept. Any thread.
 */
final class PlaceStreams {
    /** Each record is noted by itself. */
    private static final Duration WINDOW = Duration.ofMillis(1);

    private PlaceStreams() {}

    /** @param retention how long results are kept */
    static RoleEngine engine(KafkaSettings kafka, RoleStreams.Size size, Duration retention, Path directory) {
        var answers = new PlaceAnswers(kafka);
        return new RoleStreams(
                "results",
                Topics.placesGroup(),
                topology(
                        retention,
                        () -> new PlaceProcessor(Topics.placesStore(), answers::send, InstantSource.system())),
                kafka,
                size,
                directory,
                answers::close);
    }

    private static Topology topology(Duration retention, ProcessorSupplier<byte[], byte[], Void, Void> places) {
        var bytes = new ByteArrayDeserializer();
        return new Topology()
                .addSource("results", bytes, bytes, Topics.results())
                .addProcessor("places", places, "results")
                .addStateStore(
                        Stores.windowStoreBuilder(
                                        Stores.persistentWindowStore(Topics.placesStore(), retention, WINDOW, false),
                                        Serdes.String(),
                                        Serdes.Long())
                                .withCachingDisabled(),
                        "places");
    }
}
