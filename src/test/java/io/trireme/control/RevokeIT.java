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
import io.trireme.wire.Headers;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Revoking what waits, what runs and what was never heard of. */
@Tag("side-by-side")
class RevokeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final BrokerClient broker = BrokerClient.ofSharedBroker();
    private final KafkaSettings kafka = new KafkaSettings(Map.of("bootstrap.servers", broker.bootstrapServers()));
    private final SharedAdmin admin = new SharedAdmin(kafka);
    private final RecordWriter writer = new RecordWriter(kafka);
    private final Control control = new Control(kafka, admin, writer, "test", InstantSource.system());
    private final TestQueue queue = new TestQueue(broker.bootstrapServers(), BrokerClient.uniqueName("revoked"), 1);
    private final List<ControlReader> readers = new ArrayList<>();
    private final Queue<String> started = new ConcurrentLinkedQueue<>();
    private final Queue<String> ended = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void prepare() {
        new ControlSetup(admin).ensure(true);
    }

    @AfterEach
    void close() {
        readers.forEach(ControlReader::close);
        queue.close();
        writer.close();
        admin.close();
        broker.close();
    }

    @Test
    void what_waits_does_not_start_what_runs_is_interrupted_and_both_are_settled() throws Exception {
        var forEver = new CountDownLatch(1);
        QueueConsumer consumer = follow(queue.settings().concurrency(1).ordering(Ordering.BY_PARTITION), task -> {
            started.add(task.id());
            if (task.id().equals(id("runs"))) {
                forEver.await();
            }
            ended.add(task.id());
        });
        publish("runs", "");
        await().atMost(PATIENCE).until(() -> started.contains(id("runs")));
        publish("waits", "");
        publish("of-the-set", "set");
        publish("stays", "another-set");

        control.revoke(id("waits"));
        control.revokeGroup(id("set"));
        control.revoke(id("runs"));

        await().atMost(PATIENCE).until(() -> lag() == 0);
        assertThat(started).containsExactly(id("runs"), id("stays"));
        assertThat(ended).containsExactly(id("stays"));
        assertThat(consumer.counters().cancelled().sum()).isEqualTo(3);
        assertThat(consumer.counters().settled()).isEqualTo(4);
    }

    @Test
    void a_handler_that_swallows_its_interrupt_is_cancelled_when_it_returns_and_its_lane_waits_for_that()
            throws Exception {
        var interrupted = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        QueueConsumer consumer = follow(queue.settings().ordering(Ordering.BY_PARTITION), task -> {
            started.add(task.id());
            try {
                new CountDownLatch(task.id().equals(id("deaf")) ? 1 : 0).await();
            } catch (InterruptedException swallowed) {
                interrupted.countDown();
                goOn.await();
            }
        });
        publish("deaf", "");
        publish("behind", "");
        await().atMost(PATIENCE).until(() -> !started.isEmpty());

        control.revoke(id("deaf"));
        interrupted.await();
        assertThat(started).containsExactly(id("deaf"));
        goOn.countDown();

        await().atMost(PATIENCE).until(() -> lag() == 0);
        assertThat(started).containsExactly(id("deaf"), id("behind"));
        assertThat(consumer.counters().cancelled().sum()).isEqualTo(1);
        assertThat(consumer.counters().done().sum()).isEqualTo(1);
    }

    @Test
    void a_task_that_waits_for_a_retry_is_settled_at_once() throws Exception {
        QueueConsumer consumer = follow(queue.settings().retryDelay(Duration.ofHours(1)), task -> {
            throw new IllegalStateException("again");
        });
        publish("fails", "");
        await().atMost(PATIENCE).until(() -> consumer.counters().retried().sum() == 1);

        control.revoke(id("fails"));

        await().atMost(PATIENCE).until(() -> lag() == 0);
        assertThat(consumer.counters().cancelled().sum()).isEqualTo(1);
        assertThat(consumer.counters().started().sum()).isEqualTo(1);
    }

    @Test
    void a_task_published_after_it_was_revoked_does_not_start_in_a_process_that_started_after_that() throws Exception {
        control.revoke(id("early"));
        QueueConsumer consumer = follow(queue.settings(), task -> started.add(task.id()));
        publish("early", "");
        publish("other", "");

        await().atMost(PATIENCE).until(() -> lag() == 0);
        assertThat(started).containsExactly(id("other"));
        assertThat(consumer.counters().cancelled().sum()).isEqualTo(1);
    }

    @Test
    void what_can_be_no_id_is_refused_with_a_sentence() {
        for (String name : List.of("", "x".repeat(1_001))) {
            assertThatThrownBy(() -> control.revoke(name))
                    .isInstanceOfSatisfying(TriremeException.class, refused -> assertThat(refused.fault())
                            .isEqualTo(Fault.NAME_WRONG));
        }
    }

    /** The topic is every test's: ids are of this queue alone. */
    private String id(String name) {
        return queue.name() + "/" + name;
    }

    private void publish(String name, String group) {
        broker.produce(queue.name(), null, "", Map.of(Headers.ID, id(name), Headers.GROUP, id(group)));
    }

    private QueueConsumer follow(TestQueue.Settings settings, TestQueue.Body body) throws InterruptedException {
        var followed = new Followed();
        var reader = new ControlReader(kafka, followed);
        readers.add(reader);
        reader.start();
        assertThat(reader.awaitStart(PATIENCE)).isTrue();
        return followed.by(queue.start(settings, body));
    }

    private long lag() {
        return broker.lag(TestQueue.group(queue.name()), queue.name());
    }
}
