package io.trireme.guarantee;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trireme.wire.Headers;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes tasks at a steady rate, their keys at random, until it is stopped; keeps the brokers' receipts. */
final class Load implements AutoCloseable {
    private static final int NO_SET = -1;
    private static final int KEYS = 2_000;
    private static final int BURSTS_A_SECOND = 50;

    /** One task in so many belongs to a set, where there are sets. */
    private static final int ONE_IN_A_SET_OF = 20;

    private final WorkerSetup setup;
    private final Receipts receipts;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<?> done;
    private volatile int set = NO_SET; // written by the test, read by the thread that publishes

    Load(WorkerSetup setup, int tasksASecond, long seed) {
        this.setup = setup;
        this.receipts = new Receipts(setup.partitions());
        this.done = thread.submit(() -> publish(tasksASecond, new Random(seed)));
    }

    private Void publish(int tasksASecond, Random random) throws InterruptedException {
        long begun = System.nanoTime();
        long sent = 0;
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", setup.bootstrap(), "acks", "all", "max.block.ms", 120_000),
                new StringSerializer(),
                new StringSerializer())) {
            while (!stop.await(1_000 / BURSTS_A_SECOND, TimeUnit.MILLISECONDS)) {
                long due = (System.nanoTime() - begun) * tasksASecond / TimeUnit.SECONDS.toNanos(1);
                // What a halt of the brokers left unsent is caught up with, but not at once.
                long burst = Math.min(due - sent, 3L * tasksASecond / BURSTS_A_SECOND);
                for (; burst > 0; burst--) {
                    sent++;
                    var task = new ProducerRecord<>(setup.queue(), "k" + random.nextInt(KEYS), "{}");
                    int member = sent % ONE_IN_A_SET_OF == 0 ? set : NO_SET;
                    if (member != NO_SET) {
                        task.headers().add(Headers.GROUP, setup.group(member).getBytes(UTF_8));
                    }
                    producer.send(task, (metadata, failure) -> {
                        if (failure == null) {
                            add(metadata, member);
                        }
                    });
                }
            }
        }
        return null;
    }

    private void add(RecordMetadata taken, int member) {
        if (member == NO_SET) {
            receipts.add(taken.partition(), taken.offset(), System.nanoTime());
        } else {
            receipts.add(taken.partition(), taken.offset(), System.nanoTime(), member);
        }
    }

    /** From now on one task in {@value #ONE_IN_A_SET_OF} belongs to this set. */
    void putInSet(int number) {
        set = number;
    }

    /** What the brokers took so far. */
    Receipts receipts() {
        return receipts;
    }

    /** Publishes no more; returns when the brokers have answered for all that was sent. */
    Receipts stop() throws InterruptedException, ExecutionException {
        stop.countDown();
        done.get();
        return receipts;
    }

    @Override
    public void close() {
        stop.countDown();
        thread.close();
    }
}
