package io.trireme.bench;

import io.trireme.bench.measure.Setup;
import io.trireme.bench.measure.Work;
import io.trireme.wire.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;

/** Poll and handle on one thread, with the engine's own consumer settings and nothing else: the ceiling. */
final class BareLoop {
    private BareLoop() {}

    static AutoCloseable start(Setup setup, Work work) {
        return poll(setup, record -> work.handle(record.value()));
    }

    /** Hands each record to {@code handler}, on a thread of its own, until it is closed. */
    static AutoCloseable poll(Setup setup, RecordHandler handler) {
        var settings = new KafkaSettings(Map.of("bootstrap.servers", setup.bootstrap()));
        var consumer = new KafkaConsumer<byte[], byte[]>(settings.consumer(setup.group(), "bare"));
        Thread loop = Thread.ofPlatform().name("loop").start(() -> {
            try (consumer) {
                consumer.subscribe(List.of(setup.topic()));
                while (true) {
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                        handler.handle(record);
                    }
                }
            } catch (WakeupException | InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        });
        return () -> {
            consumer.wakeup();
            loop.join(10_000);
        };
    }

    /** What is done with a record. */
    @FunctionalInterface
    interface RecordHandler {
        void handle(ConsumerRecord<byte[], byte[]> record) throws InterruptedException;
    }
}
