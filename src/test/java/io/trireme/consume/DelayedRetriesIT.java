package io.trireme.consume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trireme.Fault;
import io.trireme.Ordering;
import io.trireme.RetrySettings;
import io.trireme.Snooze;
import io.trireme.schedule.Engines;
import io.trireme.testing.BrokerClient;
import io.trireme.wire.Headers;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Tasks that leave their process between two attempts, and come back by the schedule. */
@Tag("side-by-side")
@ResourceLock("trireme.schedule")
class DelayedRetriesIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration NEVER = Duration.ofMinutes(5);
    private static final BrokerClient BROKER = BrokerClient.ofSharedBroker();
    private static Engines schedule;

    private final List<TestQueue> opened = new ArrayList<>();
    private final ConcurrentLinkedQueue<Integer> attempts = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void hold() {
        schedule = Engines.start(BROKER.bootstrapServers());
        await().atMost(SOON).until(schedule::isRunning);
    }

    @AfterAll
    static void release() {
        schedule.close();
        BROKER.close();
    }

    @AfterEach
    void close() {
        opened.forEach(TestQueue::close);
    }

    private TestQueue queue() {
        return add(new TestQueue(BROKER.bootstrapServers(), BrokerClient.uniqueName("delayed"), 1));
    }

    private TestQueue add(TestQueue queue) {
        opened.add(queue);
        queue.awaitSchedule(SOON);
        return queue;
    }

    private static TestQueue.Settings unordered(TestQueue queue) {
        return queue.settings().partitions(1).ordering(Ordering.UNORDERED);
    }

    private void awaitNoLag(TestQueue queue) {
        await().atMost(SOON).untilAsserted(() -> assertThat(BROKER.lag(TestQueue.group(queue.name()), queue.name()))
                .isZero());
    }

    @Test
    void a_crash_between_the_retry_and_the_commit_does_not_fork_the_task() throws Exception {
        var written = new CountDownLatch(1);
        var dying = add(new TestQueue(
                BROKER.bootstrapServers(),
                BrokerClient.uniqueName("crash"),
                1,
                () -> new Deaf(BROKER.bootstrapServers(), written)));
        BROKER.produce(dying.name(), "k", "{}");
        TestQueue.Body flaky = task -> {
            attempts.add(task.attempt());
            if (task.attempt() == 1) {
                throw new IllegalStateException("503");
            }
        };
        long repeated = schedule.counters().repeated().sum();
        var pause = Duration.ofSeconds(5); // for the heir to have begun before the first retry comes back

        QueueConsumer dead = dying.start(unordered(dying).retryDelay(pause).grace(Duration.ofMillis(50)), flaky);
        assertThat(written.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        dead.close();
        assertThat(BROKER.lag(TestQueue.group(dying.name()), dying.name())).isOne();
        TestQueue heir = add(new TestQueue(BROKER.bootstrapServers(), dying.name(), 1));
        heir.start(unordered(heir).retryDelay(pause), flaky);

        await().atMost(SOON).until(() -> schedule.counters().repeated().sum() > repeated);
        await().atMost(SOON).until(() -> attempts.contains(2));
        awaitNoLag(heir); // the second command was refused and the first has fired: nothing is left to come
        assertThat(attempts).containsExactlyInAnyOrder(1, 1, 2); // without an order, should the heir begin late
        assertThat(BROKER.readAll(heir.name())).hasSize(2);
    }

    @Test
    void attempts_are_counted_across_and_the_letter_tells_of_all_of_them() {
        TestQueue queue = queue();
        var place = BROKER.produce(queue.name(), "k", "{}", Map.of("mine", "x"));
        QueueConsumer consumer =
                queue.start(unordered(queue).maxAttempts(3).retryDelay(Duration.ofMillis(100)), task -> {
                    attempts.add(task.attempt());
                    throw new IllegalStateException("503");
                });

        await().atMost(SOON).until(() -> consumer.counters().dead().sum() == 1);
        awaitNoLag(queue);

        assertThat(attempts).containsExactly(1, 2, 3);
        var letter = BROKER.readAll(Topics.deadLetters(queue.name())).getFirst();
        assertThat(BrokerClient.header(letter, Headers.DEAD_REASON)).isEqualTo(Fault.ATTEMPTS_EXHAUSTED.name());
        assertThat(BrokerClient.header(letter, Headers.DEAD_ATTEMPTS)).isEqualTo("3");
        assertThat(BrokerClient.header(letter, Headers.DEAD_KEY)).isEqualTo("k");
        assertThat(BrokerClient.header(letter, "mine")).isEqualTo("x");
        assertThat(new String(letter.key(), UTF_8)).isEqualTo(queue.name() + "-0-" + place.offset());
        assertThat(letter.value()).isEqualTo("{}".getBytes(UTF_8));
        assertThat(Duration.between(
                        Instant.parse(BrokerClient.header(letter, Headers.DEAD_FIRST_FAILURE)),
                        Instant.parse(BrokerClient.header(letter, Headers.DEAD_TIME))))
                .isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void what_has_left_is_settled_here_and_waits_among_the_timers() {
        TestQueue queue = queue();
        BROKER.produce(queue.name(), null, "{}", Map.of("ce_id", queue.name() + "-failed"));
        BROKER.produce(queue.name(), null, "{}", Map.of("ce_id", queue.name() + "-snoozed"));
        QueueConsumer consumer = queue.start(unordered(queue).retryDelay(NEVER), task -> {
            if (task.id().endsWith("-snoozed")) {
                throw Snooze.of(Settlement.LONG_SNOOZE);
            }
            throw new IllegalStateException("503");
        });

        awaitNoLag(queue);

        await().atMost(SOON)
                .untilAsserted(
                        () -> { // its view is older than its commit, for some turns
                            assertThat(consumer.status().inFlight()).isZero();
                            assertThat(consumer.status().busy()).isZero();
                            assertThat(consumer.status().parked()).isZero();
                        });
        var failed = command(queue.name() + "-failed");
        assertThat(BrokerClient.header(failed, Headers.ATTEMPT)).isEqualTo("2");
        assertThat(BrokerClient.header(failed, Headers.LAST_FAILURE)).isEqualTo("java.lang.IllegalStateException: 503");
        var snoozed = command(queue.name() + "-snoozed");
        assertThat(BrokerClient.header(snoozed, Headers.ATTEMPT)).isEqualTo("1");
        assertThat(BrokerClient.header(snoozed, Headers.SNOOZED)).isEqualTo("PT1M");
    }

    private static ConsumerRecord<byte[], byte[]> command(String id) {
        return BROKER.readAll(Topics.schedule()).stream()
                .filter(command -> id.equals(new String(command.key(), UTF_8)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void where_the_mode_says_so_a_key_goes_on_while_its_task_is_away() {
        TestQueue queue = queue();
        BROKER.produce(queue.name(), "k", "first");
        BROKER.produce(queue.name(), "k", "second");
        var done = new ConcurrentLinkedQueue<String>();
        queue.start(
                queue.settings()
                        .partitions(1)
                        .ordering(Ordering.BY_KEY)
                        .retryMode(RetrySettings.Mode.DELAYED)
                        .retryDelay(Duration.ofMillis(300)),
                task -> {
                    String payload = new String(task.payload().orElseThrow(), UTF_8);
                    if (payload.equals("first") && task.attempt() == 1) {
                        throw new IllegalStateException("503");
                    }
                    done.add(payload);
                });

        await().atMost(SOON).until(() -> done.size() == 2);
        assertThat(done).containsExactly("second", "first");
    }

    @Test
    void a_task_that_the_schedule_cannot_take_waits_in_place() {
        TestQueue queue = queue();
        BROKER.produce(queue.name(), null, "{}", Map.of("ce_id", "cron/" + queue.name()));
        queue.start(unordered(queue).retryDelay(Duration.ofMillis(20)), task -> {
            attempts.add(task.attempt());
            if (task.attempt() < 3) {
                throw new IllegalStateException("503");
            }
        });

        awaitNoLag(queue);
        assertThat(attempts).containsExactly(1, 2, 3);
        assertThat(BROKER.readAll(queue.name())).hasSize(1);
    }

    /** The brokers have what it writes, but its process dies before it hears of that. */
    private static final class Deaf extends KafkaProducer<byte[], byte[]> {
        private final CountDownLatch written;

        private Deaf(String bootstrap, CountDownLatch written) {
            super(new KafkaSettings(Map.of("bootstrap.servers", bootstrap)).producer("dying"));
            this.written = written;
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            return super.send(record, (metadata, failure) -> {
                if (failure == null) {
                    written.countDown();
                }
            });
        }
    }
}
