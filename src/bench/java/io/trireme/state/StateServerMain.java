package io.trireme.state;

import io.trireme.StateSettings;
import io.trireme.streams.Phase;
import io.trireme.streams.StoreDirectory;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.SharedAdmin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The other side of {@link StateBench}, in a JVM of its own: holds shared state, and answers bare requests as they come. Argument:
 * the brokers. Says {@code ready} and ends with its input.
 */
public final class StateServerMain {
    static final String REQUESTS = "bare-requests";
    static final String REPLIES = "bare-replies";
    private static final long POLL_MILLIS = 10;

    private StateServerMain() {}

    public static void main(String[] arguments) throws Exception {
        var kafka = new KafkaSettings(Map.of("bootstrap.servers", arguments[0]));
        try (var admin = new SharedAdmin(kafka);
                var directory = StoreDirectory.of(Optional.empty(), "state")) {
            StateTopics.ensure(admin, new Settings(), true);
            try (var engine = StateStreams.engine(kafka, new Settings(), directory.path(), new StateCounters())) {
                engine.start();
                while (engine.phase() != Phase.RUNNING) {
                    Thread.sleep(POLL_MILLIS);
                }
                Thread.ofPlatform().daemon(true).start(() -> echo(kafka));
                System.out.println("ready");
                while (System.in.read() >= 0) {
                    // nothing more is asked of it
                }
            }
        }
    }

    private static void echo(KafkaSettings kafka) {
        Map<String, Object> settings = kafka.consumer("unused", "bare-server");
        settings.remove("group.id");
        settings.remove("group.protocol");
        settings.put("fetch.min.bytes", 1);
        try (var consumer = new KafkaConsumer<byte[], byte[]>(settings);
                var producer = new KafkaProducer<byte[], byte[]>(kafka.producer("bare-server"))) {
            consumer.assign(List.of(new TopicPartition(REQUESTS, 0)));
            while (true) {
                for (ConsumerRecord<byte[], byte[]> request : consumer.poll(Duration.ofSeconds(1))) {
                    producer.send(new ProducerRecord<>(REPLIES, 0, null, request.value()));
                }
            }
        }
    }

    private record Settings() implements StateSettings {
        @Override
        public Duration lease() {
            return Duration.ofSeconds(10);
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(30);
        }

        @Override
        public Optional<String> directory() {
            return Optional.empty();
        }

        @Override
        public int partitions() {
            return 8;
        }

        @Override
        public OptionalInt replicas() {
            return OptionalInt.empty();
        }

        @Override
        public int standbys() {
            return 0;
        }

        @Override
        public int threads() {
            return 1;
        }

        @Override
        public Duration sessionTimeout() {
            return Duration.ofSeconds(10);
        }
    }
}
