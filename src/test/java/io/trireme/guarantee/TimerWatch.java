package io.trireme.guarantee;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trireme.testing.BrokerClient;
import io.trireme.wire.Headers;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sets timers, and sees what a consumer of committed records sees of them. Owned by the thread of the test. */
final class TimerWatch implements AutoCloseable {
    private final String queue;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, Instant> waiting = new HashMap<>();
    private final Map<String, Instant> fired = new HashMap<>();
    private final List<Duration> late = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private int set;
    private Duration latest = Duration.ZERO;

    TimerWatch(String bootstrapServers, String queue, int partitions) {
        this.queue = queue;
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        var assigned = new ArrayList<TopicPartition>();
        for (int partition = 0; partition < partitions; partition++) {
            assigned.add(new TopicPartition(Topics.tasks(queue), partition));
        }
        consumer.assign(assigned);
        consumer.seekToBeginning(assigned);
    }

    /** Sets so many, due from {@code first} on, evenly over {@code spread}. */
    void set(int count, Instant first, Duration spread) {
        for (int i = 0; i < count; i++) {
            String id = queue + "-" + set++;
            Instant due = first.plus(spread.multipliedBy(i).dividedBy(count));
            waiting.put(id, due);
            send(id, due);
        }
        producer.flush();
    }

    /** Sets so many that are not waited for. */
    void setForLater(int count, Instant due) {
        for (int i = 0; i < count; i++) {
            send(queue + "-later-" + i, due);
        }
        producer.flush();
    }

    private void send(String id, Instant due) {
        var record = new ProducerRecord<>(Topics.schedule(), id.getBytes(UTF_8), id.getBytes(UTF_8));
        record.headers()
                .add(Headers.ID, id.getBytes(UTF_8))
                .add(Headers.DUE, due.toString().getBytes(UTF_8))
                .add(Headers.TARGET_QUEUE, queue.getBytes(UTF_8));
        producer.send(record, (at, failure) -> {
            if (failure != null) {
                throw new AssertionError("a timer could not be set", failure);
            }
        });
    }

    /** Looks at what has come. */
    void look() {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(20))) {
            Instant now = Instant.now();
            String id = BrokerClient.header(record, Headers.ID);
            Instant due = waiting.remove(id);
            if (due == null) {
                wrong.add(id + (fired.containsKey(id) ? " came twice" : " was never set"));
            } else if (now.isBefore(due)) {
                wrong.add(id + " was due at " + due + " and came at " + now);
            } else {
                Duration by = Duration.between(due, now);
                latest = by.compareTo(latest) > 0 ? by : latest;
                late.add(by);
            }
            fired.put(id, now);
        }
    }

    /** Whether one is so late. */
    boolean isOverdue(Duration by) {
        Instant before = Instant.now().minus(by);
        return waiting.values().stream().anyMatch(before::isAfter);
    }

    /** How many did not come yet. */
    int waiting() {
        return waiting.size();
    }

    int count() {
        return set;
    }

    /** What was early, came again, or was never set. */
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** How late the latest one was. */
    Duration latest() {
        return latest;
    }

    /** What this share of them was at most late by. */
    Duration late(double share) {
        return late.stream().sorted().toList().get((int) Math.ceil(share * late.size()) - 1);
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
