package io.trireme.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.trireme.wire.Leaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What tests do to a broker from outside: make topics, publish raw records, look at what lies in a topic and at what a
 * group has committed. Knows nothing of Trireme, so that it can judge it.
 *
 * <p>Safe for use by any thread. Whatever the broker does not answer within 30 s fails the test.
 */
public final class BrokerClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String bootstrapServers;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    public BrokerClient(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A client of the broker that all tests share. */
    public static BrokerClient ofSharedBroker() {
        return new BrokerClient(SharedBroker.bootstrapServers());
    }

    /** A name that no other test uses. */
    public static String uniqueName(String what) {
        return what + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** The address, for clients of the test's own. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    public Admin admin() {
        return admin;
    }

    /** A new topic under a name of its own. */
    public String createTopic(int partitions) {
        return createTopic(uniqueName("topic"), partitions);
    }

    public String createTopic(String name, int partitions) {
        return createTopic(new NewTopic(name, Optional.of(partitions), Optional.empty()));
    }

    /**
     * Returns when whoever asks the broker is told of it, and it takes records: the controller makes a topic, the broker that answers
     * hears of it a moment later.
     */
    public String createTopic(NewTopic topic) {
        answer(admin.createTopics(List.of(topic)).all().toCompletionStage().toCompletableFuture());
        await().atMost(PATIENCE).until(() -> answer(
                        admin.listTopics().names().toCompletionStage().toCompletableFuture())
                .contains(topic.name()));
        var described = admin.describeTopics(List.of(topic.name())).topicNameValues();
        Leaders.await(
                admin, answer(described.get(topic.name()).toCompletionStage().toCompletableFuture()), PATIENCE);
        return topic.name();
    }

    public RecordMetadata produce(String topic, String key, String value) {
        return produce(topic, key, value, Map.of());
    }

    /** Publishes a record; returns when the broker has it. Key and value may be null. */
    public RecordMetadata produce(String topic, String key, String value, Map<String, String> headers) {
        var record = new ProducerRecord<byte[], byte[]>(topic, bytes(key), bytes(value));
        headers.forEach((name, text) -> record.headers().add(name, bytes(text)));
        return produce(record);
    }

    public RecordMetadata produce(ProducerRecord<byte[], byte[]> record) {
        return answer(producer.send(record));
    }

    /** Every record of the topic that is committed now, partition by partition. */
    public List<ConsumerRecord<byte[], byte[]>> readAll(String topic) {
        var settings = Map.<String, Object>of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "fetch.max.wait.ms", // close() waits for the fetch that looks beyond the end
                10);
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = partitions(topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                if (System.nanoTime() > deadline) {
                    throw new AssertionError(
                            "read " + records.size() + " records of " + topic + ", whose ends are " + ends);
                }
            }
        }
        // What was published while this was reading is left to the next call.
        return records.stream()
                .sorted(Comparator.comparingInt(ConsumerRecord::partition))
                .toList();
    }

    /** What the group has committed, its metadata included. */
    public Map<TopicPartition, OffsetAndMetadata> committed(String group) {
        return answer(admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .toCompletionStage()
                .toCompletableFuture());
    }

    /** How many offsets of the topic the group has still before it; all of them if it has never committed. */
    public long lag(String group, String topic) {
        return lags(group, topic).values().stream().mapToLong(Long::longValue).sum();
    }

    /** The same by partition, without those where nothing is before it. */
    public Map<TopicPartition, Long> lags(String group, String topic) {
        var committed = committed(group);
        var starts = offsets(topic, OffsetSpec.earliest());
        var ends = offsets(topic, OffsetSpec.latest());
        var lags = new HashMap<TopicPartition, Long>();
        ends.forEach((partition, end) -> {
            long lag = end
                    - Optional.ofNullable(committed.get(partition))
                            .map(OffsetAndMetadata::offset)
                            .orElse(starts.get(partition));
            if (lag > 0) {
                lags.put(partition, lag);
            }
        });
        return lags;
    }

    /** The text of the record's last header of this name, or null. */
    public static String header(ConsumerRecord<?, ?> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }

    @Override
    public void close() {
        producer.close(PATIENCE);
        admin.close(PATIENCE);
    }

    private List<TopicPartition> partitions(String topic) {
        return producer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    private Map<TopicPartition, Long> offsets(String topic, OffsetSpec which) {
        var asked = partitions(topic).stream().collect(Collectors.toMap(Function.identity(), partition -> which));
        var answers = answer(admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .toCompletionStage()
                .toCompletableFuture());
        return answers.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .offset()));
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(UTF_8);
    }

    private static <T> T answer(Future<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new AssertionError("The broker did not do it: " + failure, failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the broker", stopped);
        }
    }
}
