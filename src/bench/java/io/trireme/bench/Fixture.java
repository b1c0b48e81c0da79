package io.trireme.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.StringSerializer;

/** A broker in a JVM of its own and a topic full of tasks, the same for every engine. */
final class Fixture implements AutoCloseable {
    static final String QUEUE = "bench";

    private static final ObjectReader READER = new ObjectMapper().readerFor(Job.class);

    private final Process broker;
    private final String bootstrap;
    private final int tasks;
    private final Uuid topic;
    private final AtomicInteger groups = new AtomicInteger();
    private final LongAdder sum = new LongAdder();

    private Fixture(Process broker, String bootstrap, int tasks, Uuid topic) {
        this.broker = broker;
        this.bootstrap = bootstrap;
        this.tasks = tasks;
        this.topic = topic;
    }

    /** The payload: 80 bytes of JSON. */
    record Job(long number, String name, String text) {}

    static Fixture publish(int tasks, int partitions, int keys) throws Exception {
        Process broker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerMain.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String bootstrap =
                new BufferedReader(new InputStreamReader(broker.getInputStream(), StandardCharsets.UTF_8)).readLine();
        Uuid topic;
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            var created = admin.createTopics(
                    java.util.List.of(new NewTopic(QUEUE, Optional.of(partitions), Optional.empty())));
            topic = created.topicId(QUEUE).get();
        }
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "linger.ms", 20, "batch.size", 65_536),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(QUEUE, key(0, keys), value(0))).get(); // the leaders lead from here on
            for (int i = 1; i < tasks; i++) {
                producer.send(new ProducerRecord<>(QUEUE, key(i, keys), value(i)));
            }
        }
        return new Fixture(broker, bootstrap, tasks, topic);
    }

    private static String key(int number, int keys) {
        return "key-" + Math.floorMod(number * 0x9E3779B9, keys);
    }

    private static String value(int number) {
        return String.format("{\"number\":%d,\"name\":\"task-%07d\",\"text\":\"%s\"}", number, number, "x".repeat(30));
    }

    String bootstrap() {
        return bootstrap;
    }

    int tasks() {
        return tasks;
    }

    Uuid topic() {
        return topic;
    }

    /** A consumer group that nobody used before. */
    String newGroup() {
        sum.reset();
        return "bench-" + groups.incrementAndGet();
    }

    /** What each engine does with each task. */
    void handle(byte[] payload) {
        try {
            sum.add(READER.<Job>readValue(payload).number());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Fails unless every task was parsed once. */
    void check() {
        long wanted = (long) tasks * (tasks - 1) / 2;
        if (sum.sum() != wanted) {
            throw new IllegalStateException("the sum of the numbers is " + sum.sum() + " instead of " + wanted);
        }
    }

    @Override
    public void close() throws Exception {
        broker.destroy();
        broker.waitFor();
    }
}
