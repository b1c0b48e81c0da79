package io.trireme.guarantee;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.wire.Headers;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Publishes tasks with a delay, each with a key of its own: each is finished, and not begun before its time. Owned by the thread
 * of the test.
 */
final class Delays implements Guarantee, AutoCloseable {
    private final WorkerSetup setup;
    private final KafkaProducer<String, String> producer;
    private final Map<String, Long> due = new HashMap<>(); // in nanoTime, by key

    Delays(WorkerSetup setup) {
        this.setup = setup;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", setup.bootstrap(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer());
    }

    /** Publishes so many, due evenly until {@code last}; returns when the brokers have them. */
    void publish(int count, Duration last) {
        for (int i = 1; i <= count; i++) {
            Duration delay = last.multipliedBy(i).dividedBy(count);
            String key = "delayed-" + due.size();
            due.put(key, System.nanoTime() + delay.toNanos());
            var task = new ProducerRecord<>(Topics.schedule(), id(key), "{}");
            task.headers()
                    .add(Headers.ID, id(key).getBytes(UTF_8))
                    .add(Headers.DUE, Instant.now().plus(delay).toString().getBytes(UTF_8))
                    .add(Headers.TARGET_QUEUE, setup.queue().getBytes(UTF_8))
                    .add(Headers.TARGET_KEY, key.getBytes(UTF_8));
            producer.send(task, (at, failure) -> {
                if (failure != null) {
                    throw new AssertionError("a task with a delay was not taken", failure);
                }
            });
        }
        producer.flush();
    }

    private String id(String key) {
        return setup.queue() + "/" + key;
    }

    @Override
    public String verify(History history) {
        long latest = 0;
        for (Map.Entry<String, Long> one : due.entrySet()) {
            List<Run> runs = history.byKey().getOrDefault(one.getKey(), List.of());
            assertThat(runs)
                    .as("runs of %s, which was published with a delay", one.getKey())
                    .anyMatch(Run::counts);
            Run first = runs.getFirst();
            assertThat(first.begun() - one.getValue())
                    .as("nanoseconds after its time: %s", first)
                    .isNotNegative();
            latest = Math.max(latest, first.begun() - one.getValue());
        }
        return "%d with a delay, the latest %d ms late".formatted(due.size(), latest / 1_000_000);
    }

    /** The ids of those that came to such offsets of the queue. */
    Set<String> idsOf(History history, IntPredicate offsets) {
        return due.keySet().stream()
                .filter(key -> history.byKey().getOrDefault(key, List.of()).stream()
                        .anyMatch(run -> offsets.test(Math.toIntExact(run.offset()))))
                .map(this::id)
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        producer.close();
    }
}
