package io.trireme.bench;

import io.trireme.bench.measure.Tasks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The broker of a benchmark, in a JVM of its own, and its topics: the same tasks for every engine. */
final class BrokerProcess implements AutoCloseable {
    private final Process process;
    private final String bootstrap;
    private final Set<String> topics = new HashSet<>();

    private BrokerProcess(Process process, String bootstrap) {
        this.process = process;
        this.bootstrap = bootstrap;
    }

    static BrokerProcess start() throws IOException {
        Process process = new ProcessBuilder(Jvm.java(
                        "-Xmx1g",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerMain.class.getName()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return new BrokerProcess(process, output.readLine());
    }

    String bootstrap() {
        return bootstrap;
    }

    /** The name of a topic with so many tasks; fills it when it is asked for first. */
    String topic(int partitions, int keys, int tasks) throws Exception {
        String topic = "tasks-" + partitions + "-" + keys + "-" + tasks;
        if (topics.add(topic)) {
            create(topic, partitions);
            try (var producer = producer(20)) {
                for (int i = 0; i < tasks; i++) {
                    var record = new ProducerRecord<>(topic, Tasks.keyBytes(i, keys), Tasks.payload(i));
                    if (i == 0) {
                        producer.send(record).get(); // the leaders lead from here on
                    } else {
                        producer.send(record);
                    }
                }
            }
        }
        return topic;
    }

    /** An empty topic. */
    void create(String topic, int partitions) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty())))
                    .all()
                    .get();
        }
    }

    KafkaProducer<byte[], byte[]> producer(int lingerMillis) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "linger.ms", lingerMillis, "batch.size", 65_536),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @Override
    public void close() throws Exception {
        process.destroy();
        process.waitFor();
    }
}
