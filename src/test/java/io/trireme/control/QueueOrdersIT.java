package io.trireme.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.trireme.Fault;
import io.trireme.Ordering;
import io.trireme.TriremeException;
import io.trireme.consume.QueueConsumer;
import io.trireme.consume.TestQueue;
import io.trireme.testing.BrokerClient;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.RecordWriter;
import io.trireme.wire.SharedAdmin;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is ordered of one queue besides its pause: its concurrency, and to be rid of what lies in it. */
@Tag("side-by-side")
class QueueOrdersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final BrokerClient broker = BrokerClient.ofSharedBroker();
    private final KafkaSettings kafka = new KafkaSettings(Map.of("bootstrap.servers", broker.bootstrapServers()));
    private final SharedAdmin admin = new SharedAdmin(kafka);
    private final RecordWriter writer = new RecordWriter(kafka);
    private final Control control = new Control(kafka, admin, writer, "test", InstantSource.system());
    private final TestQueue queue = new TestQueue(broker.bootstrapServers(), BrokerClient.uniqueName("ordered"), 2);
    private final List<ControlReader> readers = new ArrayList<>();

    @BeforeEach
    void prepare() {
        new ControlSetup(admin).ensure(true);
    }

    @AfterEach
    void close() {
        control.unlimit(queue.name());
        readers.forEach(ControlReader::close);
        queue.close();
        writer.close();
        admin.close();
        broker.close();
    }

    @Test
    void the_concurrency_is_raised_and_given_back_in_all_processes() throws Exception {
        var running = new AtomicInteger();
        var permits = new Semaphore(0, true); // first come, first served: each of those that run gets one
        for (int process = 0; process < 2; process++) {
            follow(queue.settings().ordering(Ordering.UNORDERED).concurrency(1), task -> {
                running.incrementAndGet();
                permits.acquire();
                running.decrementAndGet();
            });
        }
        await().atMost(PATIENCE).until(() -> consumers.stream() // one that moves would start what runs once more
                .allMatch(consumer -> consumer.status().partitions().size() == 1));
        for (int i = 0; i < 40; i++) {
            broker.produce(queue.name(), "key-" + i, "");
        }
        await().atMost(PATIENCE).until(() -> running.get() == 2);

        control.limit(queue.name(), 3);
        await().atMost(PATIENCE).until(() -> running.get() == 6);

        control.unlimit(queue.name());
        await().atMost(PATIENCE).until(() -> consumers.stream()
                .allMatch(consumer -> consumer.workers(0).limit() == 1));
        permits.release(10);
        await().atMost(PATIENCE).until(() -> running.get() == 2 && permits.availablePermits() == 0);
        permits.release(100);
        await().atMost(PATIENCE).until(() -> lag() == 0);
    }

    @Test
    void what_lies_in_the_queue_is_dropped_what_runs_ends_and_what_comes_later_is_not_touched() throws Exception {
        Queue<String> ended = new ConcurrentLinkedQueue<>();
        var started = new CountDownLatch(1);
        var hold = new CountDownLatch(1);
        QueueConsumer consumer =
                follow(queue.settings().ordering(Ordering.BY_PARTITION).concurrency(1), task -> {
                    started.countDown();
                    hold.await();
                    ended.add(task.key().orElseThrow());
                });
        broker.produce(queue.name(), "running", "");
        started.await();
        for (int i = 0; i < 20; i++) {
            broker.produce(queue.name(), "old-" + i, "");
        }

        assertThat(control.purge(queue.name())).isEqualTo(21); // as what runs is not settled yet
        broker.produce(queue.name(), "new", "");
        follow(queue.settings(), task -> ended.add(task.key().orElseThrow())); // a process that starts after that
        hold.countDown();

        await().atMost(PATIENCE).until(() -> lag() == 0);
        assertThat(ended).containsExactlyInAnyOrder("running", "new");
        assertThat(consumers.stream()
                        .mapToLong(one -> one.counters().cancelled().sum())
                        .sum())
                .isEqualTo(20);
        assertThat(consumer.counters().dead().sum()).isZero();
    }

    @Test
    void a_concurrency_that_cannot_be_is_refused_with_a_sentence() {
        for (int concurrency : new int[] {0, -1, 10_001}) {
            assertThatThrownBy(() -> control.limit(queue.name(), concurrency))
                    .isInstanceOfSatisfying(TriremeException.class, refused -> assertThat(refused.fault())
                            .isEqualTo(Fault.CONCURRENCY_WRONG));
        }
    }

    private final List<QueueConsumer> consumers = new ArrayList<>();

    private QueueConsumer follow(TestQueue.Settings settings, TestQueue.Body body) throws InterruptedException {
        var followed = new Followed();
        var reader = new ControlReader(kafka, followed);
        readers.add(reader);
        reader.start();
        assertThat(reader.awaitStart(PATIENCE)).isTrue();
        QueueConsumer consumer = followed.by(queue.start(settings, body));
        consumers.add(consumer);
        return consumer;
    }

    private long lag() {
        return broker.lag(TestQueue.group(queue.name()), queue.name());
    }
}
