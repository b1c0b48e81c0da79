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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pausing and resuming across consumers, each with a reader of its own, as in processes of their own. */
class ControlIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofMillis(500);
    private static final int ROUNDS = 200;

    private final BrokerClient broker = BrokerClient.ofSharedBroker();
    private final KafkaSettings kafka = new KafkaSettings(Map.of("bootstrap.servers", broker.bootstrapServers()));
    private final SharedAdmin admin = new SharedAdmin(kafka);
    private final RecordWriter writer = new RecordWriter(kafka);
    private final Control control = new Control(kafka, admin, writer, "test", InstantSource.system());
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final TestQueue queue = new TestQueue(broker.bootstrapServers(), BrokerClient.uniqueName("controlled"), 4);

    @BeforeEach
    void prepare() {
        new ControlSetup(admin).ensure(true);
    }

    @AfterEach
    void close() throws Exception {
        control.resume(queue.name()); // the topic is every test's
        for (AutoCloseable one : opened) {
            one.close();
        }
        queue.close();
        writer.close();
        admin.close();
        broker.close();
    }

    @ParameterizedTest
    @EnumSource(Ordering.class)
    void of_a_paused_queue_nothing_starts_anywhere_and_what_runs_ends(Ordering ordering) throws Exception {
        var started = new AtomicInteger();
        var ended = new AtomicInteger();
        var hold = new CountDownLatch(1);
        for (int process = 0; process < 2; process++) {
            follow(queue.start(queue.settings().ordering(ordering).concurrency(2), task -> {
                started.incrementAndGet();
                hold.await();
                ended.incrementAndGet();
            }));
        }
        awaitBothAssigned();
        int tasks = 200;
        for (int i = 0; i < tasks; i++) {
            broker.produce(queue.name(), "key-" + i, "");
        }
        await().atMost(PATIENCE)
                .until(() -> started.get() == 4); // all workers are busy, the others' tasks in their lanes
        control.pause(queue.name());
        await().atMost(PATIENCE).until(() -> arePaused(true));

        hold.countDown();
        await().atMost(PATIENCE).until(() -> ended.get() == 4 && lag() == tasks - 4);
        broker.produce(queue.name(), "later", "");
        await().during(Duration.ofMillis(300)).atMost(PATIENCE).until(() -> started.get() == 4);
        assertThat(consumers)
                .allSatisfy(consumer -> assertThat(consumer.status().joined()).isTrue());

        control.resume(queue.name());
        await().atMost(PATIENCE).until(() -> lag() == 0);
        assertThat(started).hasValue(tasks + 1);
    }

    @Test
    void an_order_is_followed_within_half_a_second_by_all() throws Exception {
        for (int process = 0; process < 2; process++) {
            follow(queue.start(queue.settings(), task -> {}));
        }
        int late = 0;
        for (int round = 0; round < ROUNDS; round++) {
            boolean paused = round % 2 == 0;
            long before = System.nanoTime();
            order(paused);
            await().pollInterval(Duration.ofMillis(5)).atMost(PATIENCE).until(() -> arePaused(paused));
            late += System.nanoTime() - before > SOON.toNanos() ? 1 : 0;
        }

        assertThat(late).as("orders of %d followed late", ROUNDS).isLessThanOrEqualTo(ROUNDS / 100);
    }

    @Test
    void who_starts_later_knows_what_is_in_force_before_the_wait_ends() throws Exception {
        control.pause(queue.name());
        assertThat(isPausedAtStart()).isTrue();

        control.resume(queue.name());
        assertThat(isPausedAtStart()).isFalse();
    }

    @Test
    void damaged_and_foreign_records_are_counted_and_skipped() throws Exception {
        broker.produce("trireme.control", "queue/" + queue.name(), "{\"paused\":");
        broker.produce("trireme.control", "weather/today", "rain");
        control.pause(queue.name());
        var followed = new Followed();

        var reader = started(followed);

        assertThat(followed.of(queue.name()).paused()).isTrue();
        assertThat(reader.skipped()).isGreaterThanOrEqualTo(1); // compaction may have taken the other one
    }

    @Test
    void an_unknown_queue_is_refused_with_a_sentence() {
        assertFault(Fault.QUEUE_UNKNOWN, "nowhere-at-all");
        assertFault(Fault.QUEUE_NAME_WRONG, "trireme.control");
    }

    private void assertFault(Fault fault, String name) {
        assertThatThrownBy(() -> control.pause(name))
                .isInstanceOfSatisfying(TriremeException.class, refused -> assertThat(refused.fault())
                        .isEqualTo(fault));
    }

    private final List<QueueConsumer> consumers = new ArrayList<>();

    private void follow(QueueConsumer consumer) throws InterruptedException {
        consumers.add(consumer);
        var followed = new Followed();
        started(followed);
        followed.by(consumer);
    }

    /** A partition that moves while its task is held would start that task twice. */
    private void awaitBothAssigned() {
        await().atMost(PATIENCE).until(() -> consumers.stream()
                .allMatch(consumer -> consumer.status().partitions().size() == 2));
    }

    private boolean isPausedAtStart() throws InterruptedException {
        var followed = new Followed();
        started(followed);
        return followed.of(queue.name()).paused();
    }

    private ControlReader started(Followed followed) throws InterruptedException {
        var reader = new ControlReader(kafka, followed);
        opened.add(reader);
        reader.start();
        assertThat(reader.awaitStart(PATIENCE)).isTrue();
        return reader;
    }

    private void order(boolean pause) {
        if (pause) {
            control.pause(queue.name());
        } else {
            control.resume(queue.name());
        }
    }

    private boolean arePaused(boolean paused) {
        return consumers.stream().allMatch(consumer -> consumer.status().paused() == paused);
    }

    private long lag() {
        return broker.lag(TestQueue.group(queue.name()), queue.name());
    }
}
