package io.trireme.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.trireme.Fault;
import io.trireme.TriremeException;
import io.trireme.testing.BrokerClient;
import io.trireme.testing.ChildJvm;
import io.trireme.wire.Headers;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.SharedAdmin;
import io.trireme.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("side-by-side")
class DeadLetterQueuesIT {
    private static final LetterFilter ALL = LetterFilter.ALL;

    private final BrokerClient broker = BrokerClient.ofSharedBroker();
    private final KafkaSettings kafka = new KafkaSettings(Map.of("bootstrap.servers", broker.bootstrapServers()));
    private final SharedAdmin admin = new SharedAdmin(kafka);
    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(kafka.producer("test-letters"));
    private final DeadLetterQueues letters = new DeadLetterQueues(kafka, admin);
    private final String queue = BrokerClient.uniqueName("given-up");

    @BeforeEach
    void topics() {
        broker.createTopic(queue, 2);
        broker.createTopic(Topics.deadLetters(queue), 2);
        awaitTopic(queue);
        awaitTopic(Topics.deadLetters(queue));
    }

    @AfterEach
    void close() {
        producer.close();
        admin.close();
        broker.close();
    }

    @Test
    void a_letter_is_put_back_as_the_task_that_it_was_and_says_where_from() {
        bury("id-1", "key-1", "payload", Map.of("own", "header", Headers.EXPIRES, "2020-01-01T00:00:00Z"));

        MoveReport report = letters.redrive(queue, ALL, Redrive.AT_ONCE, MoveProgress.UNWATCHED);

        assertThat(report).isEqualTo(new MoveReport(1, 1, 0, List.of()));
        assertThat(letters.browse(queue, ALL, 10)).isEmpty();
        var task = tasks().getFirst();
        assertThat(task.key()).asString(StandardCharsets.UTF_8).isEqualTo("key-1");
        assertThat(task.value()).asString(StandardCharsets.UTF_8).isEqualTo("payload");
        assertThat(BrokerClient.header(task, "own")).isEqualTo("header");
        assertThat(BrokerClient.header(task, Headers.ID)).isEqualTo("id-1");
        assertThat(BrokerClient.header(task, Headers.REDRIVEN_FROM)).startsWith(Topics.deadLetters(queue) + "-");
        assertThat(BrokerClient.header(task, Headers.REDRIVEN)).isEqualTo("1");
        assertThat(task.headers())
                .noneMatch(header -> header.key().startsWith(Headers.DEAD_PREFIX))
                .noneMatch(header -> header.key().equals(Headers.EXPIRES));
    }

    @Test
    void letters_are_found_by_what_they_say_and_only_the_last_of_an_id_counts() {
        bury("id-1", null, "old", Map.of());
        bury("id-1", null, "new", Map.of(Headers.DEAD_REASON, "REJECTED", Headers.DEAD_TIME, "2026-01-01T00:00:00Z"));
        bury("id-2", null, "x", Map.of(Headers.DEAD_EXCEPTION, "java.io.IOException", Headers.TYPE, "images"));
        broker.produce(Topics.deadLetters(queue), "foreign", "no headers at all");

        assertThat(letters.browse(queue, ALL, 10))
                .extracting(Letter::id)
                .containsExactlyInAnyOrder("id-1", "id-2", "foreign");
        assertThat(letters.show(queue, "id-1").record().value())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("new");
        assertThat(ids(filter("rejected", null, null, null, null))).containsExactly("id-1");
        assertThat(ids(filter(null, "IOException", null, null, null))).containsExactly("id-2");
        assertThat(ids(filter(null, "java.io.IOException", "images", null, null)))
                .containsExactly("id-2");
        assertThat(ids(filter(null, "Exception", null, null, null))).isEmpty();
        assertThat(ids(filter(null, null, null, null, Instant.parse("2026-01-02T00:00:00Z"))))
                .containsExactly("id-1");
        assertThat(letters.browse(queue, ALL, 2)).hasSize(2);
    }

    @Test
    void a_dry_run_counts_and_changes_nothing() {
        bury("id-1", null, "x", Map.of());

        assertThat(letters.redrive(
                        queue,
                        ALL,
                        new Redrive(true, OptionalDouble.empty(), Optional.empty()),
                        MoveProgress.UNWATCHED))
                .isEqualTo(new MoveReport(1, 0, 0, List.of()));
        assertThat(letters.browse(queue, ALL, 10)).hasSize(1);
        assertThat(tasks()).isEmpty();
    }

    @Test
    void an_edited_letter_is_put_back_with_its_new_payload() {
        bury("id-1", "key-1", "wrong", Map.of());

        letters.edit(queue, "id-1", "right".getBytes(StandardCharsets.UTF_8));
        letters.redrive(queue, LetterFilter.one("id-1"), Redrive.AT_ONCE, MoveProgress.UNWATCHED);

        assertThat(tasks()).hasSize(1);
        assertThat(tasks().getFirst().value()).asString(StandardCharsets.UTF_8).isEqualTo("right");
        assertThat(tasks().getFirst().key()).asString(StandardCharsets.UTF_8).isEqualTo("key-1");
    }

    @Test
    void the_letter_of_a_task_without_a_payload_is_no_tombstone() {
        bury("id-1", "key-1", null, Map.of(Headers.DEAD_REASON, Fault.NO_PAYLOAD.name()));

        assertThat(ids(ALL)).containsExactly("id-1");
        letters.redrive(queue, ALL, Redrive.AT_ONCE, MoveProgress.UNWATCHED);
        assertThat(ids(ALL)).isEmpty();
        assertThat(tasks()).singleElement().satisfies(task -> assertThat(task.value())
                .isNull());
    }

    @Test
    void purged_letters_are_gone_and_others_stay() {
        bury("id-1", null, "x", Map.of(Headers.DEAD_REASON, "REJECTED"));
        bury("id-2", null, "x", Map.of());

        assertThat(letters.purge(queue, filter("REJECTED", null, null, null, null), MoveProgress.UNWATCHED)
                        .moved())
                .isEqualTo(1);
        assertThat(ids(ALL)).containsExactly("id-2");
    }

    @Test
    void what_is_not_there_is_told_with_the_way_out() {
        assertFault(Fault.LETTER_UNKNOWN, () -> letters.show(queue, "nobody"));
        assertFault(Fault.LETTER_UNKNOWN, () -> letters.edit(queue, "nobody", new byte[1]));
        assertFault(Fault.QUEUE_UNKNOWN, () -> letters.browse("no-such-queue", ALL, 1));
        assertFault(
                Fault.QUEUE_UNKNOWN,
                () -> letters.redrive(
                        queue,
                        ALL,
                        new Redrive(false, OptionalDouble.empty(), Optional.of("no-such-queue")),
                        MoveProgress.UNWATCHED));
    }

    @Test
    void a_letter_whose_queue_is_gone_stays_and_can_go_to_another_one() throws Exception {
        bury("id-1", null, "x", Map.of());
        admin.client().deleteTopics(List.of(queue)).all().get();
        String other = queue + "-2";
        broker.createTopic(other, 1);
        awaitTopic(other);

        assertFault(Fault.QUEUE_UNKNOWN, () -> letters.redrive(queue, ALL, Redrive.AT_ONCE, MoveProgress.UNWATCHED));
        assertThat(ids(ALL)).containsExactly("id-1");
        letters.redrive(
                queue, ALL, new Redrive(false, OptionalDouble.empty(), Optional.of(other)), MoveProgress.UNWATCHED);
        assertThat(broker.readAll(other)).hasSize(1);
        assertThat(ids(ALL)).isEmpty();
    }

    @Test
    void one_that_is_too_large_for_its_queue_stays_and_the_others_go() throws Exception {
        String small = queue + "-small";
        admin.client()
                .createTopics(List.of(new NewTopic(small, 1, (short) 1).configs(Map.of("max.message.bytes", "2000"))))
                .all()
                .get();
        awaitTopic(small);
        bury("id-1", null, "x", Map.of());
        bury("large", null, "x".repeat(3_000), Map.of());
        bury("id-3", null, "x", Map.of());

        MoveReport report = letters.redrive(
                queue, ALL, new Redrive(false, OptionalDouble.empty(), Optional.of(small)), MoveProgress.UNWATCHED);

        assertThat(report.moved()).isEqualTo(2);
        assertThat(report.failed()).isEqualTo(1);
        assertThat(report.failures().getFirst()).contains("large").contains("max.message.bytes");
        assertThat(ids(ALL)).containsExactly("large");
        assertThat(broker.readAll(small)).hasSize(2);
    }

    @Test
    void no_more_are_put_back_in_a_second_than_is_wanted() {
        for (int i = 0; i < 30; i++) {
            buryLater("id-" + i);
        }
        producer.flush();

        letters.redrive(
                queue, ALL, new Redrive(false, OptionalDouble.of(20), Optional.empty()), MoveProgress.UNWATCHED);

        var times = tasks().stream().mapToLong(ConsumerRecord::timestamp).summaryStatistics();
        assertThat(times.getCount()).isEqualTo(30);
        assertThat(times.getMax() - times.getMin())
                .as("between the first ones and the last, 1.4 seconds")
                .isGreaterThan(1_200);
    }

    @Test
    void of_two_operators_the_later_takes_over_and_each_task_is_put_back_once() throws Exception {
        for (int i = 0; i < 3_000; i++) {
            buryLater("id-" + i);
        }
        producer.flush();
        var underWay = new CountDownLatch(1);
        var overtaken = new CountDownLatch(1);
        var slow = new Redrive(false, OptionalDouble.of(500), Optional.empty());
        var first = new CompletableFuture<MoveReport>();
        Thread.ofVirtual().start(() -> {
            try {
                first.complete(letters.redrive(queue, ALL, slow, (looked, all) -> {
                    underWay.countDown();
                    awaited(overtaken);
                }));
            } catch (RuntimeException failure) {
                first.completeExceptionally(failure);
                underWay.countDown();
            }
        });
        underWay.await();
        assertThat(first).as("half of it is done").isNotDone();

        MoveReport second = letters.redrive(queue, ALL, Redrive.AT_ONCE, MoveProgress.UNWATCHED);
        overtaken.countDown();

        assertThat(first)
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withMessageContaining("took over");
        assertThat(ids(ALL)).isEmpty();
        assertThat(tasks()).hasSize(3_000);
        assertThat(tasks().stream()
                        .map(task -> BrokerClient.header(task, Headers.ID))
                        .distinct())
                .hasSize(3_000);
        assertThat(second.moved()).isLessThan(3_000);
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void what_an_operator_left_half_done_when_it_was_killed_another_one_finishes_and_each_task_is_put_back_once()
            throws Exception {
        for (int i = 0; i < 3_000; i++) {
            buryLater("id-" + i);
        }
        producer.flush();
        var command = new ArrayList<>(ChildJvm.command(OperatorMain.class));
        command.addAll(List.of(broker.bootstrapServers(), queue));
        Process operator = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var said = operator.inputReader()) {
            assertThat(said.lines().anyMatch(OperatorMain.HALF_WAY::equals)).isTrue();
            await().until(() -> admin.client()
                            .describeTransactions(List.of("trireme.redrive." + queue))
                            .description("trireme.redrive." + queue)
                            .get()
                            .state()
                    == TransactionState.ONGOING); // the brokers have begun to write the next ones
        } finally {
            operator.destroyForcibly().waitFor(); // SIGKILL
        }
        int committed = tasks().size();
        assertThat(committed).isBetween(1, 2_999);

        MoveReport second = letters.redrive(queue, ALL, Redrive.AT_ONCE, MoveProgress.UNWATCHED);

        int left = 3_000 - committed;
        assertThat(second).isEqualTo(new MoveReport(left, left, 0, List.of()));
        assertThat(letters.count(queue, ALL)).isZero();
        assertThat(tasks())
                .extracting(task -> BrokerClient.header(task, Headers.ID))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 3_000).mapToObj(i -> "id-" + i).toList());
    }

    @Test
    void one_whose_thread_is_interrupted_says_so_and_leaves_nothing_half_done() {
        for (int i = 0; i < 100; i++) {
            buryLater("id-" + i);
        }
        producer.flush();

        assertThatThrownBy(() -> letters.redrive(queue, ALL, Redrive.AT_ONCE, (looked, all) -> Thread.currentThread()
                        .interrupt()))
                .isInstanceOf(InterruptException.class)
                .hasMessageContaining("was interrupted after");
        assertThat(Thread.interrupted()).isTrue();

        assertThat(letters.redrive(queue, ALL, Redrive.AT_ONCE, MoveProgress.UNWATCHED)
                        .moved())
                .as("what was open is aborted")
                .isPositive();
        assertThat(tasks()).hasSize(100);
        assertThat(letters.count(queue, ALL)).isZero();
    }

    /** A broker may tell of a topic a moment after it was made. */
    private void awaitTopic(String topic) {
        await().ignoreExceptions().untilAsserted(() -> assertThat(admin.client()
                        .describeTopics(List.of(topic))
                        .allTopicNames()
                        .get())
                .containsKey(topic));
    }

    private void buryLater(String id) {
        producer.send(new ProducerRecord<>(Topics.deadLetters(queue), bytes(id), bytes("x")));
    }

    private void bury(String id, String key, String payload, Map<String, String> headers) {
        var all = new HashMap<>(headers);
        all.putIfAbsent(Headers.DEAD_REASON, Fault.ATTEMPTS_EXHAUSTED.name());
        all.putIfAbsent(Headers.DEAD_TIME, "2026-11-01T00:00:00Z");
        all.putIfAbsent(Headers.ID, id);
        var record = new RecordHeaders();
        all.forEach((name, value) -> record.add(name, bytes(value)));
        if (key != null) {
            record.add(Headers.DEAD_KEY, bytes(key));
        }
        producer.send(new ProducerRecord<>(
                Topics.deadLetters(queue), null, bytes(id), payload == null ? null : bytes(payload), record));
        producer.flush();
    }

    private List<ConsumerRecord<byte[], byte[]>> tasks() {
        return broker.readAll(queue);
    }

    private List<String> ids(LetterFilter filter) {
        return letters.browse(queue, filter, 100).stream().map(Letter::id).toList();
    }

    private static LetterFilter filter(String reason, String exception, String type, Instant from, Instant until) {
        return new LetterFilter(
                Optional.empty(),
                Optional.ofNullable(reason),
                Optional.ofNullable(exception),
                Optional.ofNullable(type),
                Optional.ofNullable(from),
                Optional.ofNullable(until));
    }

    private static void assertFault(Fault fault, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(TriremeException.class, thrown -> assertThat(thrown.fault())
                .isEqualTo(fault));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
