package io.trireme.deadletter;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trireme.Fault;
import io.trireme.Receipt;
import io.trireme.Task;
import io.trireme.bench.Publishing;
import io.trireme.publish.KafkaPublisher;
import io.trireme.result.Replies;
import io.trireme.result.ResultOptions;
import io.trireme.result.Revoker;
import io.trireme.wire.Headers;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.PlainConfig;
import io.trireme.wire.SharedAdmin;
import io.trireme.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Putting a hundred thousand letters back, beside publishing as many tasks one by one, in turns. A letter is written as a worker
 * writes it, its stack included. The broker has a JVM of its own. Run: {@code make bench ARGS=--redrive}.
 */
public final class RedriveBench {
    private static final int LETTERS = 100_000;
    private static final int PARTITIONS = 8;
    private static final int WARM_UPS = 2;
    private static final byte[] PAYLOAD = "x".repeat(200).getBytes(StandardCharsets.UTF_8);
    private static final Throwable CAUSE = new IllegalStateException("the mail server answered 451, try again later");

    private final KafkaSettings kafka;
    private final SharedAdmin admin;
    private final KafkaPublisher publisher;

    private RedriveBench(KafkaSettings kafka, SharedAdmin admin, KafkaPublisher publisher) {
        this.kafka = kafka;
        this.admin = admin;
        this.publisher = publisher;
    }

    /** Prints a row for each round. */
    public static void run(String bootstrap, int rounds) throws Exception {
        var kafka = new KafkaSettings(Map.of("bootstrap.servers", bootstrap));
        var codec = new PayloadCodec(new ObjectMapper());
        RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        ResultOptions results = ResultOptions.of(PlainConfig.read(Map.of()));
        try (var admin = new SharedAdmin(kafka);
                var replies = new Replies(kafka, results, codec, Duration.ofSeconds(30), Revoker.NONE, random);
                var publisher = new KafkaPublisher(
                        kafka, new Publishing(), codec, replies, "/bench", InstantSource.system(), random)) {
            System.out.printf(
                    "%n**Putting %,d letters back**%n%n| round | published one by one, tasks/s | put back, tasks/s | to publishing |%n|---|---|---|---|%n",
                    LETTERS);
            var bench = new RedriveBench(kafka, admin, publisher);
            var ratios = new ArrayList<Double>();
            for (int round = 1 - WARM_UPS; round <= rounds; round++) {
                bench.round(round).ifPresent(ratios::add);
            }
            double[] sorted =
                    ratios.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            System.out.printf(
                    "%nmedian %.2f (%.2f, %.2f)%n", sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
        }
    }

    /** Empty: it warmed up. */
    private Optional<Double> round(int round) throws Exception {
        String queue = "redrive-bench-" + (round + WARM_UPS);
        for (String topic : List.of(queue, Topics.deadLetters(queue))) {
            admin.client()
                    .createTopics(List.of(new NewTopic(topic, Optional.of(PARTITIONS), Optional.empty())))
                    .all()
                    .get();
        }
        publisher.publish(Task.of(queue, PAYLOAD)).get(); // the leaders lead from here on
        long published = publish(queue);
        bury(queue);
        long begun = System.nanoTime();
        MoveReport report =
                new DeadLetterQueues(kafka, admin).redrive(queue, LetterFilter.ALL, Redrive.AT_ONCE, (at, all) -> {});
        long redriven = System.nanoTime() - begun;
        if (report.moved() != LETTERS + 1) {
            throw new IllegalStateException("put back: " + report);
        }
        double ratio = (double) published / redriven;
        if (round < 1) {
            return Optional.empty();
        }
        System.out.printf(
                "| %d | %,.0f | %,.0f | %.2f |%n",
                round, LETTERS / (published / 1e9), LETTERS / (redriven / 1e9), ratio);
        return Optional.of(ratio);
    }

    private long publish(String queue) {
        long begun = System.nanoTime();
        var receipts = new ArrayList<CompletableFuture<Receipt>>();
        for (int i = 0; i < LETTERS; i++) {
            receipts.add(publisher.publish(Task.of(queue, PAYLOAD).withKey("key-" + i)));
        }
        receipts.forEach(CompletableFuture::join);
        return System.nanoTime() - begun;
    }

    /** As if each task had been given up. */
    private void bury(String queue) {
        try (var consumer = new KafkaConsumer<byte[], byte[]>(kafka.reader("redrive-bench"));
                var producer = new KafkaProducer<byte[], byte[]>(kafka.producer("redrive-bench"))) {
            List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(queue, partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            for (int buried = 0; buried <= LETTERS; ) {
                for (ConsumerRecord<byte[], byte[]> task : consumer.poll(Duration.ofSeconds(1))) {
                    producer.send(letter(task));
                    buried++;
                }
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> letter(ConsumerRecord<byte[], byte[]> task) {
        String id = new String(task.headers().lastHeader(Headers.ID).value(), StandardCharsets.UTF_8);
        return new DeadLetter(task, id, Fault.ATTEMPTS_EXHAUSTED, CAUSE, 5, Instant.EPOCH)
                .toRecord(DeadLetter.Detail.FULL, "bench", Instant.EPOCH);
    }
}
