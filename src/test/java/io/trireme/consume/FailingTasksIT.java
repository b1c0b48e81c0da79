package io.trireme.consume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.trireme.Fault;
import io.trireme.Snooze;
import io.trireme.TriremeConfig.Expired;
import io.trireme.TriremeConfig.Overflow;
import io.trireme.testing.BrokerClient;
import io.trireme.wire.Headers;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of tasks whose attempts do not end well, on a real broker. */
@Tag("side-by-side")
class FailingTasksIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration NEVER = Duration.ofMinutes(5);

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

    private TestQueue queue() {
        var queue = new TestQueue(broker.bootstrapServers(), BrokerClient.uniqueName("failing"), 1);
        opened.add(queue);
        return queue;
    }

    private void awaitLag(TestQueue queue, long lag) {
        await().atMost(SOON).untilAsserted(() -> assertThat(broker.lag(TestQueue.group(queue.name()), queue.name()))
                .isEqualTo(lag));
    }

    private String reasonOfOnlyLetter(TestQueue queue) {
        var letters = broker.readAll(Topics.deadLetters(queue.name()));
        assertThat(letters).hasSize(1);
        return BrokerClient.header(letters.getFirst(), Headers.DEAD_REASON);
    }

    @Test
    void the_next_owner_goes_on_counting_attempts() {
        TestQueue queue = queue();
        broker.produce(queue.name(), "stuck", "0");
        for (int i = 0; i < 10; i++) {
            broker.produce(queue.name(), "other-" + i, "x");
        }
        var attempts = new ConcurrentLinkedQueue<Integer>();
        TestQueue.Body fails = task -> {
            if (task.key().orElseThrow().equals("stuck")) {
                attempts.add(task.attempt());
                throw new IllegalStateException("503");
            }
        };
        QueueConsumer one = queue.start(queue.settings().maxAttempts(3).retryDelay(NEVER), fails);
        await().atMost(SOON).until(() -> one.counters().retried().sum() == 1);
        one.close();
        QueueConsumer two = queue.start(queue.settings().maxAttempts(3).retryDelay(NEVER), fails);
        await().atMost(SOON).until(() -> two.counters().retried().sum() == 1);
        two.close();
        queue.start(queue.settings().maxAttempts(3).retryDelay(NEVER), fails);

        awaitLag(queue, 0);
        assertThat(attempts).containsExactly(1, 2, 3);
        assertThat(BrokerClient.header(
                        broker.readAll(Topics.deadLetters(queue.name())).getFirst(), Headers.DEAD_ATTEMPTS))
                .isEqualTo("3");
    }

    @Test
    void a_snoozed_task_comes_back_and_no_attempt_counts() {
        TestQueue queue = queue();
        broker.produce(queue.name(), null, "x");
        var attempts = new ConcurrentLinkedQueue<Integer>();
        QueueConsumer consumer = queue.start(queue.settings().maxAttempts(1), task -> {
            attempts.add(task.attempt());
            if (attempts.size() < 4) {
                throw Snooze.of(Duration.ofMillis(20));
            }
        });

        awaitLag(queue, 0);
        assertThat(attempts).containsExactly(1, 1, 1, 1);
        assertThat(consumer.counters().snoozed().sum()).isEqualTo(3);
        assertThat(consumer.counters().done().sum()).isEqualTo(1);
    }

    @Test
    void a_task_that_is_snoozed_for_ever_ends_at_the_cap() {
        TestQueue queue = queue();
        broker.produce(queue.name(), null, "x");
        queue.start(queue.settings().maxAttempts(2).maxSnooze(Duration.ofMillis(50)), task -> {
            throw Snooze.of(Duration.ofMillis(20));
        });

        awaitLag(queue, 0);
        assertThat(reasonOfOnlyLetter(queue)).isEqualTo(Fault.ATTEMPTS_EXHAUSTED.name());
    }

    @Test
    void what_is_not_worth_another_attempt_goes_to_the_dead_letters_at_once() {
        TestQueue queue = queue();
        broker.produce(queue.name(), null, "x");
        var runs = new AtomicInteger();
        queue.start(queue.settings().maxAttempts(5).abortOn(IllegalStateException.class), task -> {
            runs.incrementAndGet();
            throw new CancellationException("a subclass");
        });

        awaitLag(queue, 0);
        assertThat(runs).hasValue(1);
        assertThat(reasonOfOnlyLetter(queue)).isEqualTo(Fault.ABORTED.name());
    }

    @Test
    void a_task_as_large_as_its_queue_takes_leaves_a_whole_letter() {
        String payload = "x".repeat(1_000);
        String name = broker.createTopic(new NewTopic(BrokerClient.uniqueName("limited"), 1, (short) 1)
                .configs(Map.of("max.message.bytes", "1070"))); // what a record with this payload alone takes
        var queue = new TestQueue(broker.bootstrapServers(), name, 1);
        opened.add(queue);
        broker.produce(name, null, payload);
        assertThatThrownBy(() -> broker.produce(name, null, payload + "x"))
                .hasStackTraceContaining("RecordTooLargeException");
        queue.start(queue.settings().maxAttempts(1), task -> {
            throw deep(new IllegalStateException("m".repeat(100_000)));
        });

        awaitLag(queue, 0);
        var letter = broker.readAll(Topics.deadLetters(name)).getFirst();
        assertThat(letter.value()).asString(UTF_8).isEqualTo(payload);
        assertThat(BrokerClient.header(letter, Headers.DEAD_STACK)).contains("FailingTasksIT");
    }

    private static Exception deep(Exception cause) {
        Exception deep = cause;
        for (int i = 0; i < 500; i++) {
            deep = new IllegalStateException("caused", deep);
        }
        return deep;
    }

    @Test
    void an_attempt_past_the_timeout_is_interrupted_and_tried_again() {
        TestQueue queue = queue();
        broker.produce(queue.name(), null, "x");
        var runs = new AtomicInteger();
        QueueConsumer consumer = queue.start(queue.settings().timeout(Duration.ofMillis(100)), task -> {
            if (runs.incrementAndGet() == 1) {
                hold.await();
            }
        });

        awaitLag(queue, 0);
        assertThat(runs).hasValue(2);
        assertThat(consumer.counters().timedOut().sum()).isEqualTo(1);
        assertThat(consumer.counters().done().sum()).isEqualTo(1);
    }

    @Test
    void a_handler_that_swallows_its_interrupt_has_not_done_its_work() {
        TestQueue queue = queue();
        broker.produce(queue.name(), null, "x");
        queue.start(queue.settings().maxAttempts(1).timeout(Duration.ofMillis(100)), task -> {
            try {
                hold.await();
            } catch (InterruptedException swallowed) {
                // as careless handlers do
            }
        });

        awaitLag(queue, 0);
        var letter = broker.readAll(Topics.deadLetters(queue.name())).getFirst();
        assertThat(BrokerClient.header(letter, Headers.DEAD_REASON)).isEqualTo(Fault.ATTEMPTS_EXHAUSTED.name());
        assertThat(BrokerClient.header(letter, Headers.DEAD_MESSAGE)).contains("ran for longer than the timeout");
    }

    @Test
    void one_that_does_not_stop_keeps_its_lane_and_is_named_with_its_stack() throws Exception {
        TestQueue queue = queue();
        broker.produce(queue.name(), "deaf", "0");
        broker.produce(queue.name(), "deaf", "1");
        var stop = new AtomicBoolean();
        var second = new CountDownLatch(1);
        QueueConsumer consumer = queue.start(queue.settings().maxAttempts(1).timeout(Duration.ofMillis(100)), task -> {
            if (task.offset() == 0) {
                while (!stop.get()) {
                    Thread.onSpinWait();
                }
            } else {
                second.countDown();
            }
        });

        await().atMost(SOON).until(() -> consumer.status().stuck().size() == 1);
        assertThat(consumer.status().stuck().getFirst().stack().orElseThrow()).contains("FailingTasksIT");
        assertThat(consumer.counters().stuck().sum()).isEqualTo(1);
        assertThat(second.getCount()).as("the lane is still taken").isEqualTo(1);
        stop.set(true);
        assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();
        awaitLag(queue, 0);
        await().atMost(SOON).until(() -> consumer.status().stuck().isEmpty());
    }

    @Test
    void a_task_past_its_time_is_not_started_and_goes_where_the_settings_say() {
        Map<String, String> over =
                Map.of(Headers.EXPIRES, Instant.now().minusSeconds(1).toString());
        Map<String, String> inTime =
                Map.of(Headers.EXPIRES, Instant.now().plusSeconds(3_600).toString());
        for (Expired expired : Expired.values()) {
            TestQueue queue = queue();
            broker.produce(queue.name(), null, "late", over);
            broker.produce(queue.name(), null, "in time", inTime);
            var ran = new ConcurrentLinkedQueue<Long>();
            QueueConsumer consumer = queue.start(queue.settings().expired(expired), task -> ran.add(task.offset()));

            awaitLag(queue, 0);
            assertThat(ran).containsExactly(1L);
            if (expired == Expired.DROP) {
                assertThat(broker.readAll(Topics.deadLetters(queue.name()))).isEmpty();
                assertThat(consumer.counters().expired().sum()).isEqualTo(1);
            } else {
                assertThat(reasonOfOnlyLetter(queue)).isEqualTo(Fault.EXPIRED.name());
            }
        }
    }

    @Test
    void a_time_that_cannot_be_read_is_told_and_the_task_kept() {
        TestQueue queue = queue();
        broker.produce(queue.name(), null, "x", Map.of(Headers.EXPIRES, "tomorrow"));
        queue.start(queue.settings(), task -> {});

        awaitLag(queue, 0);
        assertThat(reasonOfOnlyLetter(queue)).isEqualTo(Fault.HEADER_MALFORMED.name());
    }

    @Test
    void beyond_their_share_those_that_hold_up_most_are_given_up_and_the_others_go_on() {
        TestQueue queue = queue();
        for (int i = 0; i < 50; i++) {
            broker.produce(queue.name(), "failing", Integer.toString(i));
        }
        broker.produce(queue.name(), "sound", "x");
        var sound = new AtomicInteger();
        var fails = new AtomicBoolean(true);
        queue.start(queue.settings().maxInFlight(20).retryDelay(NEVER).parked(0.5, Overflow.DEAD_LETTER), task -> {
            if (!task.key().orElseThrow().equals("failing")) {
                sound.incrementAndGet();
            } else if (fails.get()) {
                throw new IllegalStateException("503");
            }
        });

        await().atMost(SOON).until(() -> sound.get() == 1);
        fails.set(false);
        assertThat(broker.readAll(Topics.deadLetters(queue.name())))
                .isNotEmpty()
                .allSatisfy(letter -> assertThat(BrokerClient.header(letter, Headers.DEAD_REASON))
                        .isEqualTo(Fault.TOO_MANY_PARKED.name()));
    }

    @Test
    void beyond_their_share_the_intake_rests_and_says_so() {
        TestQueue queue = queue();
        for (int i = 0; i < 50; i++) {
            broker.produce(queue.name(), "failing", Integer.toString(i));
        }
        QueueConsumer consumer =
                queue.start(queue.settings().maxInFlight(20).retryDelay(NEVER).parked(0.5, Overflow.PAUSE), task -> {
                    throw new IllegalStateException("503");
                });

        await().atMost(SOON).until(() -> consumer.status().trouble().isPresent());
        assertThat(consumer.status().trouble().orElseThrow()).contains("nothing more is taken in");
        assertThat(consumer.status().parked()).isGreaterThan(10);
        assertThat(consumer.counters().dead().sum()).isZero();
    }
}
