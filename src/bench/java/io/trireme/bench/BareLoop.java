package io.trireme.bench;

import io.trireme.wire.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Poll and handle on one thread, with the engine's own consumer settings and nothing else: the ceiling. */
final class BareLoop {
    private BareLoop() {}

    static double run(Fixture fixture) {
        var settings = new KafkaSettings(Map.of("bootstrap.servers", fixture.bootstrap()));
        try (var consumer = new KafkaConsumer<byte[], byte[]>(settings.consumer(fixture.newGroup(), "bare"))) {
            consumer.subscribe(List.of(Fixture.QUEUE));
            int left = fixture.tasks();
            long begun = 0;
            while (left > 0) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    begun = begun == 0 ? System.nanoTime() : begun;
                    fixture.handle(record.value());
                    left--;
                }
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            fixture.check();
            return seconds;
        }
    }
}
