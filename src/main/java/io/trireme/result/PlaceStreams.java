package io.trireme.result;

import io.trireme.streams.Phase;
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
final class PlaceStreams implements PlaceEngine {
    /** Each record is noted by itself. */
    private static final Duration WINDOW = Duration.ofMillis(1);

    private final PlaceAnswers answers;
    private final RoleStreams streams;

    /** @param retention how long results are kept */
    PlaceStreams(KafkaSettings kafka, RoleStreams.Size size, Duration retention, Path directory) {
        answers = new PlaceAnswers(kafka);
        streams = new RoleStreams(
                "results",
                Topics.placesGroup(),
                topology(
                        retention,
                        () -> new PlaceProcessor(Topics.placesStore(), answers::send, InstantSource.system())),
                kafka,
                size,
                directory);
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

    @Override
    public void start() {
        streams.start();
    }

    @Override
    public Phase phase() {
        return streams.phase();
    }

    @Override
    public void close() {
        streams.close();
        answers.close();
    }
}
