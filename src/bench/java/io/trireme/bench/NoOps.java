package io.trireme.bench;

import io.trireme.wire.PayloadCodec;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** What the engine does a second with tasks that a map would make, when all of them are there and nobody waits for a result. */
final class NoOps {
    private static final int PARTITIONS = 8;
    private static final Map<String, String> HEADERS = Map.of(
            "ce_specversion", "1.0",
            "ce_source", "/bench",
            "ce_time", "2030-01-31T12:00:00.123456Z",
            "content-type", "application/json",
            "trireme-group", "pool-00000000-0000-0000-0000-000000000000-1");

    private NoOps() {}

    /** From two fifths of the tasks on. */
    static double rate(BrokerProcess broker, PayloadCodec codec, EngineQueue.Shape shape, int tasks) throws Exception {
        String topic = "no-ops-" + System.nanoTime();
        broker.create(topic, PARTITIONS);
        fill(broker, topic, tasks);
        AddOne handler = AddOne.of(topic, codec);
        AutoCloseable engine = EngineQueue.start(shape, broker.bootstrap(), topic, handler);
        long from = counted(handler, tasks / 5 * 2);
        long begun = System.nanoTime();
        long all = counted(handler, tasks);
        double rate = (all - from) / ((System.nanoTime() - begun) / 1e9);
        engine.close();
        return rate;
    }

    private static void fill(BrokerProcess broker, String topic, int tasks) throws Exception {
        try (var producer = broker.producer(20)) {
            for (int i = 0; i < tasks; i++) {
                var headers = new RecordHeaders();
                HEADERS.forEach((name, value) -> headers.add(name, bytes(value)));
                headers.add("ce_id", bytes("01964b4c-0000-7000-8000-%012d".formatted(i)));
                headers.add("ce_type", bytes(topic));
                var sent = producer.send(new ProducerRecord<byte[], byte[]>(
                        topic, i % PARTITIONS, null, bytes(Integer.toString(i)), headers));
                if (i == 0) {
                    sent.get(); // the leaders lead from here on
                }
            }
        }
    }

    private static long counted(AddOne handler, long atLeast) throws InterruptedException {
        for (long now = handler.count().sum(); ; now = handler.count().sum()) {
            if (now >= atLeast) {
                return now;
            }
            Thread.sleep(1);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
