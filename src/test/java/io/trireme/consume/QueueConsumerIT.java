package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trireme.Fault;
import io.trireme.Ordering;
import io.trireme.RunnerKind;
import io.trireme.TaskRejected;
import io.trireme.consume.QueueStatus.RunningAttempt;
import io.trireme.testing.BrokerClient;
import io.trireme.wire.Headers;
import io.trireme.wire.Topics;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("side-by-side")
class QueueConsumerIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final BrokerClient broker = BrokerClient.ofSharedBroker();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final CountDownLatch hold = new CountDownLatch(1);

    @AfterEach
    void close() throws Exception {
        hold.countDown();
        for (AutoCloseable one : opened) {
            one.close();
        }
        broker.close();
    }

    private TestQueue queue(int partitions) {
        var queue = new TestQueue(broker.bootstrapServers(), BrokerClient.uniqueName("work"), partitions);
        opened.add(queue);
        return queue;
    }

    private void publish(TestQueue queue, int tasks, int keys) {
        var futures = new ArrayList<java.util.concurrent.Future<?>>();
        try (var producer = producer(Map.of())) {
            for (int i = 0; i < tasks; i++) {
                futures.add(producer.send(
                        new ProducerRecord<>(queue.name(), keys == 0 ? null : "key-" + i % keys, Integer.toString(i))));
            }
        }
        futures.forEach(future -> assertThat(future).isDone());
    }

    private KafkaProducer<String, String> producer(Map<String, Object> extra) {
        var settings = new java.util.HashMap<String, Object>(extra);
        settings.put("bootstrap.servers", broker.bootstrapServers());
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private void awaitLag(TestQueue queue, long lag) {
        await().atMost(SOON).untilAsserted(() -> assertThat(broker.lag(TestQueue.group(queue.name()), queue.name()))
                .isEqualTo(lag));
    }

    @ParameterizedTest
    @CsvSource({
        "VIRTUAL,UNORDERED",
        "VIRTUAL,BY_KEY",
        "VIRTUAL,BY_PARTITION",
        "PLATFORM,UNORDERED",
        "PLATFORM,BY_KEY",
        "PLATFORM,BY_PARTITION"
    })
    void every_task_runs_once_and_in_the_order_of_its_lane(RunnerKind runner, Ordering ordering) {
        TestQueue queue = queue(4);
        publish(queue, 20_000, 100);
        var seen = ConcurrentHashMap.<String>newKeySet();
        var lanes = new ConcurrentHashMap<String, Long>();
        var running = ConcurrentHashMap.<String>newKeySet();
        var wrong = new ConcurrentLinkedQueue<String>();
        queue.start(queue.settings().runner(runner).ordering(ordering).concurrency(16), task -> {
            String lane =
                    switch (ordering) {
                        case UNORDERED -> task.id();
                        case BY_KEY -> task.key().orElseThrow();
                        case BY_PARTITION -> "partition " + task.partition();
                    };
            if (!running.add(lane)) {
                wrong.add("two at once in " + lane);
            }
            Long before = lanes.put(lane, task.offset());
            if (before != null && before >= task.offset()) {
                wrong.add(lane + ": " + before + " before " + task.offset());
            }
            if (!seen.add(task.id())) {
                wrong.add("twice: " + task.id());
            }
            running.remove(lane);
        });

        awaitLag(queue, 0);
        assertThat(wrong).isEmpty();
        assertThat(seen).hasSize(20_000);
    }

    @Test
    void a_stage_keeps_its_lane_and_its_slot_until_it_is_completed() {
        TestQueue queue = queue(4);
        publish(queue, 5_000, 100);
        Vertx vertx = Vertx.vertx();
        opened.add(() -> vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS));
        var lanes = new ConcurrentHashMap<String, Long>();
        var running = ConcurrentHashMap.<String>newKeySet();
        var wrong = new ConcurrentLinkedQueue<String>();
        Handler handler = TestQueue.promising(queue.name(), task -> {
            String lane = task.key().orElseThrow();
            Long before = lanes.put(lane, task.offset());
            if (!running.add(lane) || running.size() > 16 || before != null && before >= task.offset()) {
                wrong.add("%s: %d before %d, %s running".formatted(lane, before, task.offset(), running));
            }
            return CompletableFuture.runAsync(() -> running.remove(lane));
        });
        var timer = Executors.newSingleThreadScheduledExecutor();
        opened.add(timer::shutdownNow);
        Map<String, Handler> handlers =
                new Promises(() -> vertx, timer).kept(RunnerKind.EVENT_LOOP, Map.of(queue.name(), handler));

        queue.start(queue.settings().runner(RunnerKind.EVENT_LOOP).concurrency(16), Map.of(), handlers, List.of());

        awaitLag(queue, 0);
        assertThat(wrong).isEmpty();
        assertThat(lanes).hasSize(100);
        assertThat(running).isEmpty();
    }

    @Test
    void tasks_without_a_key_run_beside_each_other_although_the_order_is_by_key() throws Exception {
        TestQueue queue = queue(1);
        publish(queue, 8, 0);
        var together = new CountDownLatch(8);
        queue.start(queue.settings().concurrency(8), task -> {
            together.countDown();
            together.await(20, TimeUnit.SECONDS);
        });
        assertThat(together.await(20, TimeUnit.SECONDS)).isTrue();
        awaitLag(queue, 0);
    }

    @Test
    void five_thousand_tasks_of_one_partition_run_at_once_on_virtual_threads() throws Exception {
        TestQueue queue = queue(1);
        publish(queue, 5_000, 0);
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var all = new CountDownLatch(5_000);
        queue.start(queue.settings().concurrency(5_000), task -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            all.countDown();
            all.await(30, TimeUnit.SECONDS);
            running.decrementAndGet();
        });
        assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
        awaitLag(queue, 0);
        assertThat(most).hasValue(5_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 50})
    void no_more_tasks_are_held_than_max_in_flight(int bound) throws Exception {
        TestQueue queue = queue(2);
        publish(queue, 500, 0);
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        QueueConsumer consumer = queue.start(queue.settings().concurrency(500).maxInFlight(bound), task -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            assertThat(Thread.currentThread().isVirtual()).isTrue();
            Thread.yield();
            running.decrementAndGet();
        });
        awaitLag(queue, 0);
        assertThat(most.get()).isBetween(1, bound);
        assertThat(consumer.counters().done().sum()).isEqualTo(500);
    }

    @Test
    void intake_pauses_at_the_bound_of_bytes_and_goes_on_when_there_is_room() throws Exception {
        TestQueue queue = queue(1);
        String big = "x".repeat(50_000);
        for (int i = 0; i < 20; i++) {
            broker.produce(queue.name(), null, big);
        }
        QueueConsumer consumer =
                queue.start(queue.settings().maxInFlightBytes(200_000), task -> hold.await(60, TimeUnit.SECONDS));
        await().atMost(SOON)
                .until(() -> consumer.status().busy() == 3 && consumer.status().full());
        assertThat(consumer.status().inFlightBytes()).isBetween(150_000L, 200_000L);

        hold.countDown();
        awaitLag(queue, 0);
    }

    @Test
    void a_task_larger_than_the_bound_of_bytes_still_runs() {
        TestQueue queue = queue(1);
        broker.produce(queue.name(), null, "x".repeat(5_000));
        broker.produce(queue.name(), null, "y".repeat(5_000));
        queue.start(queue.settings().maxInFlightBytes(1_000), task -> {});
        awaitLag(queue, 0);
    }

    @Test
    void a_long_handler_does_not_cost_the_membership_and_the_loop_keeps_turning() throws Exception {
        TestQueue queue = queue(1);
        publish(queue, 50, 0);
        QueueConsumer consumer = queue.start(queue.settings().maxInFlight(2), task -> hold.await(60, TimeUnit.SECONDS));
        await().atMost(SOON).until(() -> consumer.status().full());
        Duration session = Duration.ofSeconds(6); // the broker's
        await().atMost(SOON).until(() -> consumer.status()
                .longest()
                .filter(attempt -> attempt.since().compareTo(session) > 0)
                .isPresent());

        Duration recently = Duration.ofSeconds(2);
        await().atMost(SOON).until(() -> consumer.status().lastTurn().compareTo(recently) < 0);
        QueueStatus status = consumer.status();
        assertThat(status.joined()).isTrue();
        assertThat(status.partitions()).hasSize(1);

        hold.countDown();
        awaitLag(queue, 0);
        assertThat(consumer.counters().done().sum()).isEqualTo(50);
    }

    @Test
    void what_runs_can_be_asked_for_while_much_of_it_begins_and_ends() {
        TestQueue queue = queue(4);
        publish(queue, 40_000, 0);
        var looks = new AtomicInteger();
        QueueConsumer consumer =
                queue.start(queue.settings().runner(RunnerKind.VIRTUAL).concurrency(500), task -> {
                    int begun = looks.get();
                    while (looks.get()
                            == begun) { // so there is something to be seen, and it ends while it is looked at
                        Thread.yield();
                    }
                });

        int most = 0;
        while (consumer.counters().settled() < 40_000) {
            looks.incrementAndGet();
            List<RunningAttempt> running = consumer.running(500);
            most = Math.max(most, running.size());
            assertThat(running)
                    .extracting(RunningAttempt::since)
                    .isSortedAccordingTo(Comparator.<Duration>naturalOrder().reversed());
        }
        assertThat(most).as("it has seen some").isGreaterThan(32); // what a sort compares by other means below
    }

    @Test
    void a_failing_task_is_tried_again_and_then_goes_to_the_dead_letters() {
        TestQueue queue = queue(1);
        broker.produce(queue.name(), "k1", "bad", Map.of("own", "header", Headers.ID, "task-1"));
        broker.produce(queue.name(), "k1", "good");
        var order = new ConcurrentLinkedQueue<String>();
        QueueConsumer consumer = queue.start(queue.settings().maxAttempts(3), task -> {
            String payload = new String(task.payload().orElseThrow());
            order.add(payload + task.attempt());
            if (payload.equals("bad")) {
                throw new java.io.IOException("no such luck");
            }
        });
        awaitLag(queue, 0);

        assertThat(order).containsExactly("bad1", "bad2", "bad3", "good1");
        assertThat(consumer.counters().retried().sum()).isEqualTo(2);
        assertThat(consumer.counters().dead().sum()).isEqualTo(1);
        var dead = broker.readAll(Topics.deadLetters(queue.name()));
        assertThat(dead).hasSize(1);
        var letter = dead.getFirst();
        assertThat(new String(letter.key())).isEqualTo("task-1");
        assertThat(new String(letter.value())).isEqualTo("bad");
        assertThat(BrokerClient.header(letter, "own")).isEqualTo("header");
        assertThat(BrokerClient.header(letter, Headers.DEAD_KEY)).isEqualTo("k1");
        assertThat(BrokerClient.header(letter, Headers.DEAD_REASON)).isEqualTo(Fault.ATTEMPTS_EXHAUSTED.name());
        assertThat(BrokerClient.header(letter, Headers.DEAD_EXCEPTION)).isEqualTo("java.io.IOException");
        assertThat(BrokerClient.header(letter, Headers.DEAD_MESSAGE)).isEqualTo("no such luck");
        assertThat(BrokerClient.header(letter, Headers.DEAD_STACK)).contains("QueueConsumerIT");
        assertThat(BrokerClient.header(letter, Headers.DEAD_ATTEMPTS)).isEqualTo("3");
        assertThat(BrokerClient.header(letter, Headers.DEAD_OFFSET)).isEqualTo("0");
    }

    @Test
    void while_a_task_waits_for_its_retry_the_other_keys_go_on_and_no_worker_is_held() throws Exception {
        TestQueue queue = queue(1);
        broker.produce(queue.name(), "failing", "0");
        publish(queue, 200, 20);
        var others = new CountDownLatch(200);
        QueueConsumer consumer =
                queue.start(queue.settings().concurrency(1).maxAttempts(2).retryDelay(Duration.ofMinutes(5)), task -> {
                    if (task.key().orElseThrow().equals("failing")) {
                        throw new IllegalStateException("not yet");
                    }
                    others.countDown();
                });
        assertThat(others.await(30, TimeUnit.SECONDS)).isTrue();
        await().atMost(SOON)
                .untilAsserted(
                        () -> { // its view may be older than what ran since
                            assertThat(consumer.status().inFlight()).isOne();
                            assertThat(consumer.status().busy()).isZero();
                            assertThat(consumer.status().partitions().getFirst().ahead())
                                    .isEqualTo(200);
                        });
    }

    @Test
    void a_task_that_waits_for_its_retry_is_given_back_when_its_partition_is() throws Exception {
        TestQueue queue = queue(1);
        broker.produce(queue.name(), "failing", "0");
        QueueConsumer one = queue.start(queue.settings().retryDelay(Duration.ofMinutes(5)), task -> {
            throw new IllegalStateException("not yet");
        });
        await().atMost(SOON).until(() -> one.counters().retried().sum() == 1);
        one.close();
        await().atMost(SOON).until(() -> one.counters().abandoned().sum() == 1);

        var again = new CountDownLatch(1);
        queue.start(queue.settings(), task -> again.countDown());
        assertThat(again.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_rejected_task_is_buried_at_once() {
        TestQueue queue = queue(1);
        broker.produce(queue.name(), null, "x");
        queue.start(queue.settings(), task -> {
            throw new TaskRejected("never");
        });
        awaitLag(queue, 0);
        var letter = broker.readAll(Topics.deadLetters(queue.name())).getFirst();
        assertThat(BrokerClient.header(letter, Headers.DEAD_REASON)).isEqualTo(Fault.REJECTED.name());
        assertThat(BrokerClient.header(letter, Headers.DEAD_ATTEMPTS)).isEqualTo("1");
    }

    @Test
    void a_dead_letter_too_large_with_its_stack_goes_without() {
        TestQueue queue = queue(1);
        String message = "m".repeat(2_000);
        // Just below the queue's own limit: the headers of the letter still fit into its extra 64 KiB.
        broker.produce(queue.name(), null, "x".repeat(1_000_000));
        queue.start(queue.settings().maxAttempts(1), task -> {
            throw new IllegalStateException(message);
        });
        awaitLag(queue, 0);
        assertThat(broker.readAll(Topics.deadLetters(queue.name()))).hasSize(1);
    }

    @Test
    void a_type_that_no_handler_has_is_buried_and_named() {
        TestQueue queue = queue(1);
        broker.produce(queue.name(), null, "x", Map.of(Headers.TYPE, "unheard-of"));
        queue.start(queue.settings(), task -> {});
        awaitLag(queue, 0);
        var letter = broker.readAll(Topics.deadLetters(queue.name())).getFirst();
        assertThat(BrokerClient.header(letter, Headers.DEAD_REASON)).isEqualTo(Fault.NO_HANDLER.name());
        assertThat(BrokerClient.header(letter, Headers.DEAD_MESSAGE))
                .contains("unheard-of")
                .contains(queue.name());
    }

    @Test
    void a_record_without_headers_is_a_task_of_the_only_handler() {
        TestQueue queue = queue(1);
        broker.produce(queue.name(), null, "x");
        var ids = new ConcurrentLinkedQueue<String>();
        queue.start(
                queue.settings(),
                Map.of(),
                Map.of(
                        "other-name",
                        TestQueue.handler(queue.name(), "other-name", task -> ids.add(task.type() + " " + task.id()))),
                List.of());
        awaitLag(queue, 0);
        assertThat(ids).containsExactly("other-name " + queue.name() + "-0-0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"consumer", "classic"})
    void a_topic_that_ends_in_an_aborted_transaction_drains_to_a_lag_of_zero(String protocol) {
        TestQueue queue = queue(1);
        try (var producer = producer(Map.of("transactional.id", queue.name()))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(queue.name(), "kept"));
            producer.commitTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(queue.name(), "aborted"));
            producer.flush();
            producer.abortTransaction();
        }
        var seen = new ConcurrentLinkedQueue<String>();
        queue.start(
                queue.settings(),
                Map.of("group.protocol", protocol),
                task -> seen.add(new String(task.payload().orElseThrow())));
        awaitLag(queue, 0);
        assertThat(seen).containsExactly("kept");
    }

    @ParameterizedTest
    @ValueSource(strings = {"consumer", "classic"})
    void a_stop_lets_running_tasks_finish_and_gives_back_those_that_wait(String protocol) throws Exception {
        TestQueue queue = queue(2);
        publish(queue, 100, 0);
        var begun = new CountDownLatch(10);
        var first = ConcurrentHashMap.<String>newKeySet();
        QueueConsumer one = queue.start(queue.settings().concurrency(10), Map.of("group.protocol", protocol), task -> {
            first.add(task.id());
            begun.countDown();
            hold.await(60, TimeUnit.SECONDS);
        });
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        one.stop();
        await().atMost(SOON).until(() -> one.status().state() == QueueStatus.State.DRAINING);
        hold.countDown();
        one.close();
        assertThat(one.status().state()).isEqualTo(QueueStatus.State.STOPPED);
        assertThat(first).hasSize(10);
        assertThat(one.counters().done().sum()).isEqualTo(10);

        var second = ConcurrentHashMap.<String>newKeySet();
        queue.start(queue.settings(), Map.of("group.protocol", protocol), task -> second.add(task.id()));
        awaitLag(queue, 0);
        var all = ConcurrentHashMap.<String>newKeySet();
        all.addAll(first);
        all.addAll(second);
        assertThat(all).hasSize(100);
    }

    @Test
    void a_handler_that_outlasts_the_grace_is_interrupted_and_its_task_runs_again() throws Exception {
        TestQueue queue = queue(1);
        broker.produce(queue.name(), null, "x");
        var begun = new CountDownLatch(1);
        var interrupted = new AtomicBoolean();
        QueueConsumer one = queue.start(queue.settings().grace(Duration.ofMillis(300)), task -> {
            begun.countDown();
            try {
                hold.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException stop) {
                interrupted.set(true);
                throw stop;
            }
        });
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        one.close();
        await().atMost(SOON).untilTrue(interrupted);
        await().atMost(SOON).until(() -> one.counters().abandoned().sum() == 1);
        assertThat(one.counters().retried().sum()).isZero();

        var again = new CountDownLatch(1);
        queue.start(queue.settings(), task -> again.countDown());
        assertThat(again.await(30, TimeUnit.SECONDS)).isTrue();
        awaitLag(queue, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"consumer", "classic"})
    void a_second_process_takes_its_share_and_no_task_runs_twice(String protocol) throws Exception {
        TestQueue queue = queue(4);
        var runs = new ConcurrentHashMap<String, AtomicInteger>();
        TestQueue.Body body = task -> {
            runs.computeIfAbsent(task.id(), id -> new AtomicInteger()).incrementAndGet();
            hold.await(2, TimeUnit.MILLISECONDS); // the work
        };
        Map<String, String> kafka = Map.of("group.protocol", protocol);
        publish(queue, 2_000, 50);
        QueueConsumer one = queue.start(queue.settings().concurrency(4), kafka, body);
        await().atMost(SOON).until(() -> one.counters().done().sum() > 100);
        QueueConsumer two = queue.start(queue.settings().concurrency(4), kafka, body);
        publish(queue, 2_000, 50);
        await().atMost(SOON)
                .until(() -> one.status().partitions().size() == 2
                        && two.status().partitions().size() == 2);
        publish(queue, 2_000, 50);

        awaitLag(queue, 0);
        assertThat(runs).hasSize(6_000);
        assertThat(runs.values()).allSatisfy(count -> assertThat(count).hasValue(1));
        assertThat(two.counters().done().sum()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BY_PARTITION") // nothing can be ahead there
    void intake_of_a_partition_pauses_at_max_ahead_and_goes_on(Ordering ordering) throws Exception {
        TestQueue queue = queue(1);
        broker.produce(queue.name(), "stuck", "0");
        publish(queue, 30_000, 100);
        QueueConsumer consumer = queue.start(queue.settings().ordering(ordering).maxAhead(1_000), task -> {
            if (task.offset() == 0) {
                hold.await(60, TimeUnit.SECONDS);
            }
        });
        await().atMost(SOON)
                .until(() -> consumer.status().partitions().stream().anyMatch(QueueStatus.PartitionStatus::paused));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(consumer.status().longest().map(QueueStatus.RunningAttempt::place))
                        .hasValue(queue.name() + "-0-0"));

        hold.countDown();
        awaitLag(queue, 0);
    }
}
