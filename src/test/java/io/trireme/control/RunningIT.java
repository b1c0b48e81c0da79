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
import io.trireme.wire.ProcessName;
import io.trireme.wire.RecordWriter;
import io.trireme.wire.SharedAdmin;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What runs in all processes, and who has applied what was ordered. */
@Tag("side-by-side")
class RunningIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final BrokerClient broker = BrokerClient.ofSharedBroker();
    private final KafkaSettings kafka = new KafkaSettings(Map.of("bootstrap.servers", broker.bootstrapServers()));
    private final SharedAdmin admin = new SharedAdmin(kafka);
    private final RecordWriter writer = new RecordWriter(kafka);
    private final Control control = new Control(kafka, admin, writer, "test", InstantSource.system());
    private final TestQueue queue = new TestQueue(broker.bootstrapServers(), BrokerClient.uniqueName("running"), 2);
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final List<ControlReader> readers = new ArrayList<>();
    private final List<QueueConsumer> consumers = new ArrayList<>();
    private final AtomicInteger running = new AtomicInteger();
    private final CountDownLatch hold = new CountDownLatch(1);

    @BeforeEach
    void prepare() {
        new ControlSetup(admin).ensure(true);
    }

    @AfterEach
    void close() {
        hold.countDown();
        control.resume(queue.name());
        readers.forEach(ControlReader::close);
        queue.close();
        timer.shutdownNow();
        writer.close();
        admin.close();
        broker.close();
    }

    @Test
    void every_process_tells_what_runs_and_what_it_has_applied_and_one_that_is_silent_is_named() throws Exception {
        assertThat(control.running(queue.name())).isEqualTo(new Activity(queue.name(), List.of(), List.of()));
        process("one");
        process("two");
        await().atMost(PATIENCE).until(() -> consumers.stream()
                .allMatch(consumer -> consumer.status().partitions().size() == 1));
        for (int i = 0; i < 40; i++) {
            broker.produce(queue.name(), "key-" + i, "", Map.of(Headers.ID, "task-" + i));
        }
        await().atMost(PATIENCE).until(() -> running.get() == 4);

        control.pause(queue.name());
        Activity activity = control.running(queue.name());

        assertThat(activity.processes()).extracting(ProcessReport::process).containsExactly("one", "two");
        assertThat(activity.processes()).allSatisfy(process -> {
            assertThat(process.paused()).isTrue();
            assertThat(process.concurrency()).isEqualTo(2);
            assertThat(process.running()).hasSize(2).allSatisfy(task -> {
                assertThat(task.task()).startsWith("task-");
                assertThat(task.type()).isEqualTo(queue.name());
                assertThat(task.attempt()).isEqualTo(1);
                assertThat(task.thread()).contains(queue.name());
            });
        });

        readers.getFirst().close();
        Activity later = control.running(queue.name());
        assertThat(later.processes()).extracting(ProcessReport::process).containsExactly("two");
        assertThat(later.silent()).containsExactly(ProcessName.here());
        assertThat(RunningCommand.lines(later))
                .anyMatch(line -> line.startsWith("process two: paused, 2 of 2 at once"))
                .contains("process " + ProcessName.here() + ": does not answer");
    }

    @Test
    void of_a_queue_that_is_not_there_nothing_is_asked() {
        assertFault(Fault.QUEUE_UNKNOWN, () -> control.running("nowhere-at-all"));
    }

    @Test
    void a_topic_made_by_hand_that_forgets_orders_is_refused_at_the_start() {
        String topic = BrokerClient.uniqueName("by-hand");
        broker.createTopic(topic, 1);

        assertFault(Fault.TOPIC_UNFIT, () -> new ControlSetup(admin, topic).ensure(false));
    }

    private static void assertFault(Fault fault, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(TriremeException.class, refused -> assertThat(refused.fault())
                        .isEqualTo(fault));
    }

    private void process(String name) throws InterruptedException {
        var followed = new Followed().answeringAs(name, writer, timer);
        var reader = new ControlReader(kafka, followed);
        readers.add(reader);
        reader.start();
        assertThat(reader.awaitStart(PATIENCE)).isTrue();
        consumers.add(followed.by(
                queue.start(queue.settings().ordering(Ordering.UNORDERED).concurrency(2), task -> {
                    running.incrementAndGet();
                    hold.await();
                })));
    }
}
