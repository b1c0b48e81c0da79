package io.trireme.bench;

import io.trireme.wire.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** A request and its reply with nothing in between but the clients: two hops through the broker. Each end has its thread. */
final class BareHops implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);

    private final String requests;
    private final KafkaProducer<byte[], byte[]> asks;
    private final KafkaProducer<byte[], byte[]> answers;
    private final KafkaConsumer<byte[], byte[]> asked;
    private final KafkaConsumer<byte[], byte[]> answered;
    private final Thread server;
    private volatile boolean closed;

    BareHops(KafkaSettings kafka, String requests, String replies) {
        this.requests = requests;
        asks = new KafkaProducer<>(kafka.producer("bare-caller"));
        answers = new KafkaProducer<>(kafka.producer("bare-server"));
        asked = reader(kafka, requests);
        answered = reader(kafka, replies);
        server = Thread.ofPlatform().daemon(true).start(() -> {
            while (!closed) {
                asked.poll(POLL)
                        .forEach(request -> answers.send(new ProducerRecord<>(replies, 0, null, request.value())));
            }
            asked.close();
        });
    }

    private static KafkaConsumer<byte[], byte[]> reader(KafkaSettings kafka, String topic) {
        Map<String, Object> settings = kafka.reader("bare-" + topic);
        settings.put("fetch.min.bytes", 1);
        var consumer = new KafkaConsumer<byte[], byte[]>(settings);
        var partition = new TopicPartition(topic, 0);
        consumer.assign(List.of(partition));
        consumer.seekToEnd(List.of(partition));
        consumer.position(partition);
        return consumer;
    }

    void call() {
        asks.send(new ProducerRecord<>(requests, 0, null, new byte[80]));
        while (answered.poll(PATIENCE).isEmpty()) {
            // until it comes
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        server.join();
        asks.close();
        answers.close();
        answered.close();
    }
}
