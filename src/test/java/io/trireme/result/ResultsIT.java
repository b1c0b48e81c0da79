package io.trireme.result;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.type.TypeReference;
import io.trireme.Fault;
import io.trireme.Publisher;
import io.trireme.ResultsKept;
import io.trireme.Task;
import io.trireme.TaskContext;
import io.trireme.TaskFailed;
import io.trireme.TaskHandle;
import io.trireme.TaskProgress;
import io.trireme.TaskRejected;
import io.trireme.TaskState;
import io.trireme.TriremeException;
import io.trireme.consume.TestQueue;
import io.trireme.publish.TestPublisher;
import io.trireme.testing.BrokerClient;
import io.trireme.wire.Headers;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.SharedAdmin;
import io.trireme.wire.TaskIds;
import io.trireme.wire.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** From a submitted task to its result, on a real broker. */
class ResultsIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration KEPT = Duration.ofHours(1);
    private static final int CALLERS = 10_000;

    private static final BrokerClient broker = BrokerClient.ofSharedBroker();
    private static TestQueue queue;
    private static TestPublisher caller;
    private static final CountDownLatch hold = new CountDownLatch(1);
    private static final CountDownLatch atWork = new CountDownLatch(1);

    record Image(String path, int width) {}

    /** What no JSON can be made of. */
    static final class Unwritable {
        public String getSecret() {
            throw new IllegalStateException("not mine to tell");
        }
    }

    @BeforeAll
    static void start() {
        var kafka = new KafkaSettings(Map.of("bootstrap.servers", broker.bootstrapServers()));
        try (var admin = new SharedAdmin(kafka)) {
            var settings = new ResultOptions(2, OptionalInt.empty(), KEPT, 1, Duration.ofHours(1));
            new ResultSetup(admin).ensure(settings, true);
        }
        queue = new TestQueue(broker.bootstrapServers(), BrokerClient.uniqueName("results"), 1);
        queue.startAnswering(
                queue.settings().maxAttempts(1).concurrency(20_000).maxInFlight(20_000), ResultsIT::answer);
        caller = TestPublisher.start(broker.bootstrapServers());
    }

    @AfterAll
    static void close() {
        hold.countDown();
        atWork.countDown();
        caller.close();
        queue.close();
        broker.close();
    }

    private static Object answer(TaskContext task) throws Exception {
        String asked = new String(task.payload().orElseThrow(), UTF_8);
        return switch (asked) {
            case "\"image\"" -> new Image("cat.png", 128);
            case "\"images\"" -> List.of(new Image("a", 1), new Image("b", 2));
            case "\"bytes\"" -> new byte[] {1, 2, 3};
            case "\"nothing\"" -> null;
            case "\"fail\"" -> throw new IOException("503");
            case "\"reject\"" -> throw new TaskRejected("no such page");
            case "\"unwritable\"" -> new Unwritable();
            case "\"progress\"" -> {
                task.progress(1, 4, "a quarter");
                task.progress(2, 4, "too soon to be told");
                task.progress(4, 4, "through");
                atWork.await();
                yield "worked";
            }
            case "\"huge\"" -> "x".repeat(2_000_000);
            case "\"hold\"" -> {
                hold.await();
                yield "held";
            }
            default -> task.id();
        };
    }

    private static Task task(Object payload) {
        return Task.of(queue.name(), payload);
    }

    private static TaskFailed failure(TaskHandle<?> handle) {
        return (TaskFailed) catchThrowable(() -> handle.get(SOON));
    }

    @Test
    void a_result_comes_back_as_what_the_caller_reads_it_as() throws Exception {
        TaskHandle<Image> image = caller.submit(task("image"), Image.class);
        Type images = new TypeReference<List<Image>>() {}.getType();
        TaskHandle<List<Image>> several = caller.submit(task("images"), images);
        TaskHandle<byte[]> bytes = caller.submit(task("bytes"), byte[].class);
        TaskHandle<Object> whatever = caller.submit(task("image"));
        TaskHandle<Image> nothing = caller.submit(task("nothing"), Image.class);

        assertThat(image.get(SOON)).isEqualTo(new Image("cat.png", 128));
        assertThat(image.isReady()).isTrue();
        assertThat(image.isSuccessful()).isTrue();
        assertThat(image.state()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(image.took()).hasValueSatisfying(took -> assertThat(took).isBetween(Duration.ofNanos(1), SOON));
        assertThat(image.receipt().toCompletableFuture().join().id()).isEqualTo(image.id());
        assertThat(several.get(SOON)).containsExactly(new Image("a", 1), new Image("b", 2));
        assertThat(bytes.get(SOON)).containsExactly(1, 2, 3);
        assertThat(whatever.get(SOON)).isEqualTo(Map.of("path", "cat.png", "width", 128));
        assertThat(nothing.get(SOON)).isNull();
        assertThat(nothing.took()).as("also of what gave no value").isPresent();
    }

    @Test
    void what_was_thrown_is_told_as_data_and_the_dead_letter_is_there_too() {
        TaskHandle<Object> failed = caller.submit(task("fail"));
        TaskHandle<Object> rejected = caller.submit(task("reject"));

        TaskFailed failure = failure(failed);
        assertThat(failure.state()).isEqualTo(TaskState.FAILED);
        assertThat(failure.error().exception()).isEqualTo("java.io.IOException");
        assertThat(failure.error().message()).isEqualTo("503");
        assertThat(failure.error().reason()).isEqualTo(Fault.ATTEMPTS_EXHAUSTED);
        assertThat(failure.error().stack().orElseThrow()).contains("ResultsIT.answer");
        assertThat(failed.isSuccessful()).isFalse();
        assertThat(failure(rejected).error().reason()).isEqualTo(Fault.REJECTED);
        await().atMost(SOON).untilAsserted(() -> assertThat(broker.readAll(Topics.deadLetters(queue.name())))
                .extracting(letter -> BrokerClient.header(letter, Headers.ID))
                .contains(failed.id(), rejected.id()));
    }

    @Test
    void a_result_that_cannot_be_encoded_or_is_too_large_is_a_failed_one_that_says_so_and_the_task_is_done() {
        TaskHandle<Object> unwritable = caller.submit(task("unwritable"));
        TaskHandle<Object> huge = caller.submit(task("huge"));

        assertThat(failure(unwritable).error().reason()).isEqualTo(Fault.RESULT_UNENCODABLE);
        assertThat(failure(unwritable)).hasMessageContaining("Unwritable");
        assertThat(failure(huge).error().reason()).isEqualTo(Fault.RESULT_TOO_LARGE);
        assertThat(broker.readAll(Topics.deadLetters(queue.name())))
                .extracting(letter -> BrokerClient.header(letter, Headers.ID))
                .doesNotContain(unwritable.id(), huge.id());
    }

    @Test
    void a_result_that_is_something_else_than_the_caller_reads_is_told() {
        TaskHandle<Image> handle = caller.submit(task("bytes"), Image.class);

        assertThatThrownBy(() -> handle.get(SOON))
                .asInstanceOf(type(TriremeException.class))
                .extracting(TriremeException::fault)
                .isEqualTo(Fault.RESULT_UNREADABLE);
    }

    @Test
    void a_handler_tells_how_far_it_is_and_not_more_often_than_anybody_wants_to_know() throws Exception {
        TaskHandle<String> handle = caller.submit(task("progress"), String.class);

        await().atMost(SOON).until(() -> handle.progress().isPresent());
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(handle.progress()).contains(new TaskProgress(4, 4, "through")));
        assertThat(handle.state()).isEqualTo(TaskState.STARTED);
        var out = new StringWriter();
        var err = new StringWriter();
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> new CommandLine(new ResultCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(handle.id(), "--wait=30s", "--progress", "--bootstrap-servers=" + broker.bootstrapServers()));
        await().atMost(SOON).untilAsserted(() -> assertThat(err.toString()).contains("4 of 4 through"));
        assertThat(code).isNotDone();
        atWork.countDown();
        assertThat(code.get(30, TimeUnit.SECONDS)).isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines("\"worked\"");
        assertThat(handle.get(SOON)).isEqualTo("worked");
        assertThat(recordsOf(handle.id()))
                .extracting(record -> BrokerClient.header(record, Headers.RESULT_NOTE))
                .containsExactly("a quarter", "through", null);
    }

    @Test
    void a_task_follows_from_one_that_succeeded_and_another_one_from_one_that_did_not() throws Exception {
        String then = broker.createTopic(1);
        String otherwise = broker.createTopic(1);
        var ids = new ArrayList<String>();
        for (String what : List.of("image", "fail", "unwritable", "huge")) {
            Task task = task(what).withKey("k").withLink(then + "/shrink").withLinkError(otherwise);
            ids.add(caller.publish(task).get(30, TimeUnit.SECONDS).id());
        }
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(broker.readAll(otherwise)).hasSize(3));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(broker.readAll(then)).hasSize(1));

        ConsumerRecord<byte[], byte[]> next = broker.readAll(then).getFirst();
        assertThat(next.value()).asString().isEqualTo("{\"path\":\"cat.png\",\"width\":128}");
        assertThat(next.key()).asString().isEqualTo("k");
        assertThat(BrokerClient.header(next, Headers.PARENT)).isEqualTo(ids.getFirst());
        assertThat(BrokerClient.header(next, Headers.TYPE)).isEqualTo("shrink");
        assertThat(next.headers()).noneMatch(header -> header.key().startsWith(Headers.LINK)); // so no loops
        assertThat(broker.readAll(otherwise))
                .extracting(record -> BrokerClient.header(record, Headers.ID))
                .containsExactlyInAnyOrderElementsOf(
                        ids.subList(1, 4).stream().map(id -> id + ".link-error").toList());
        assertThat(broker.readAll(otherwise))
                .extracting(record -> new String(record.value(), UTF_8))
                .anyMatch(text -> text.contains("\"exception\":\"java.io.IOException\"") && text.contains("\"503\""))
                .anyMatch(text -> text.contains("RESULT_UNENCODABLE"))
                .anyMatch(text -> text.contains("LINK_TOO_LARGE"));
    }

    @Test
    void a_link_to_a_queue_that_does_not_exist_is_its_publishers_mistake() {
        for (String wrong : List.of(BrokerClient.uniqueName("nowhere"), "no queue at all")) {
            assertThatThrownBy(
                            () -> caller.publish(task("image").withLink(wrong)).get(30, TimeUnit.SECONDS))
                    .cause()
                    .asInstanceOf(type(TriremeException.class))
                    .extracting(TriremeException::fault)
                    .isIn(Fault.QUEUE_UNKNOWN, Fault.QUEUE_NAME_WRONG);
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> recordsOf(String id) {
        return broker.readAll(Topics.results()).stream()
                .filter(record -> ResultRecords.id(record).equals(Optional.of(id)))
                .toList();
    }

    @Test
    void a_task_past_its_time_is_told_as_expired() {
        TaskHandle<Object> late =
                caller.submit(task("image").withExpiry(Instant.now().minusSeconds(1)));

        assertThat(failure(late).state()).isEqualTo(TaskState.EXPIRED);
        assertThat(late.state()).isEqualTo(TaskState.EXPIRED);
    }

    @Test
    void a_caller_that_does_not_wait_long_enough_may_ask_again() throws Exception {
        TaskHandle<String> held = caller.submit(task("hold"), String.class);

        assertThatThrownBy(() -> held.get(Duration.ofMillis(1))).isInstanceOf(TimeoutException.class);
        assertThat(held.await(Duration.ZERO)).isFalse();
        assertThat(held.isReady()).isFalse();
        assertThat(held.state()).isEqualTo(TaskState.PENDING);
        assertThatThrownBy(held::isSuccessful).isInstanceOf(IllegalStateException.class);
        hold.countDown();
        assertThat(held.get(SOON)).isEqualTo("held");
    }

    @Test
    void a_callback_that_throws_or_blocks_hurts_nobody_else() throws Exception {
        var never = new CountDownLatch(1);
        CompletableFuture<Object> throwing = caller.submit(task("image"))
                .stage()
                .<Object>thenApply(value -> {
                    throw new IllegalStateException("mine");
                })
                .toCompletableFuture();
        caller.submit(task("image")).stage().thenRun(() -> {
            try {
                never.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        CompletableFuture<Object> failed = caller.submit(task("fail")).stage().toCompletableFuture();

        assertThat(caller.submit(task("image"), Image.class).get(SOON)).isNotNull();
        assertThatThrownBy(() -> throwing.get(30, TimeUnit.SECONDS)).hasRootCauseMessage("mine");
        assertThatThrownBy(failed::join).isInstanceOf(CompletionException.class).hasCauseInstanceOf(TaskFailed.class);
        never.countDown();
    }

    @Test
    void callers_that_share_a_partition_get_each_their_own_and_one_that_dies_leaves_the_others_be() throws Exception {
        try (var other = TestPublisher.start(broker.bootstrapServers());
                var third = TestPublisher.start(broker.bootstrapServers())) {
            var handles = new ArrayList<TaskHandle<Object>>();
            for (int i = 0; i < 100; i++) {
                for (Publisher each : List.of(caller, other, third)) {
                    handles.add(each.submit(task(i)));
                }
            }
            for (TaskHandle<Object> handle : handles) {
                assertThat(handle.get(SOON)).isEqualTo(handle.id());
            }
            TaskHandle<Object> waiting = other.submit(Task.of(broker.createTopic(1), "which nobody works on"));
            other.close();
            assertThatThrownBy(() -> waiting.get(SOON))
                    .asInstanceOf(type(TriremeException.class))
                    .extracting(TriremeException::fault)
                    .isEqualTo(Fault.CALLER_CLOSED);
            assertThatThrownBy(() -> other.submit(task(1)).get(SOON)).hasMessageContaining("closes");
            assertThat(caller.submit(task(1)).get(SOON)).isNotNull();
        }
    }

    @Test
    void ten_thousand_callers_of_one_process_wait_at_once() throws Exception {
        var handles = new ArrayList<TaskHandle<Object>>();
        var came = new CountDownLatch(CALLERS);
        for (int i = 0; i < CALLERS; i++) {
            TaskHandle<Object> handle = caller.submit(task(i));
            handles.add(handle);
            Thread.startVirtualThread(() -> {
                try {
                    if (handle.id().equals(handle.get(SOON))) {
                        came.countDown();
                    }
                } catch (InterruptedException | TimeoutException late) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        assertThat(came.await(30, TimeUnit.SECONDS))
                .as("%d are missing", came.getCount())
                .isTrue();
        assertThat(handles).allMatch(TaskHandle::isSuccessful);
    }

    @Test
    void a_task_with_an_id_of_the_callers_own_replies_where_the_id_says() throws Exception {
        String id = BrokerClient.uniqueName("order");
        TaskHandle<Object> handle = caller.submit(task("image").withId(id));

        assertThat(handle.get(SOON)).isNotNull();
        assertThat(broker.readAll(Topics.results()))
                .filteredOn(record -> id.equals(new String(record.key(), UTF_8)))
                .singleElement()
                .satisfies(record -> assertThat(record.partition()).isEqualTo(TaskIds.partition(id, partitions())));
    }

    @Test
    void the_results_of_a_caller_that_died_expire_by_themselves() throws Exception {
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, Topics.results());

        Map<ConfigResource, Config> settings =
                broker.admin().describeConfigs(List.of(topic)).all().get();

        // By whichever test made it.
        assertThat(settings.get(topic).get(TopicConfig.RETENTION_MS_CONFIG).value())
                .satisfies(millis ->
                        assertThat(Duration.ofMillis(Long.parseLong(millis))).isBetween(KEPT, Duration.ofDays(1)));
        assertThat(settings.get(topic).get(TopicConfig.CLEANUP_POLICY_CONFIG).value())
                .isEqualTo("delete");
    }

    private static int partitions() {
        return broker.admin()
                .describeTopics(List.of(Topics.results()))
                .allTopicNames()
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .get(Topics.results())
                .partitions()
                .size();
    }

    @Test
    void a_task_that_cannot_be_published_is_told_by_its_handle() {
        TaskHandle<Object> handle = caller.submit(Task.of(BrokerClient.uniqueName("nowhere"), 1));

        assertThatThrownBy(() -> handle.get(SOON))
                .asInstanceOf(type(TriremeException.class))
                .extracting(TriremeException::fault)
                .isEqualTo(Fault.QUEUE_UNKNOWN);
        assertThat(handle.receipt().toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void a_queue_may_keep_all_results_and_one_that_does_not_writes_none_that_nobody_asked_for() {
        try (var keeping = new TestQueue(broker.bootstrapServers(), BrokerClient.uniqueName("keeping"), 1)) {
            keeping.startAnswering(keeping.settings().results(ResultsKept.STATES), task -> {
                if (task.attempt() == 1 && task.offset() == 0) {
                    throw new IOException("503");
                }
                return "kept";
            });
            broker.produce(queue.name(), null, "\"image\"");
            broker.produce(keeping.name(), null, "1");
            broker.produce(keeping.name(), null, "2", Map.of(Headers.REPLY_TO, "no partition"));

            await().atMost(SOON).untilAsserted(() -> assertThat(statesOf(keeping.name() + "-0-0"))
                    .containsExactly("STARTED", "RETRYING", "STARTED", "SUCCEEDED"));
            await().atMost(SOON).untilAsserted(() -> assertThat(statesOf(keeping.name() + "-0-1"))
                    .containsExactly("STARTED", "SUCCEEDED"));
            await().atMost(SOON).untilAsserted(() -> assertThat(broker.lag(TestQueue.group(queue.name()), queue.name()))
                    .isZero());
            assertThat(results()).noneMatch(id -> id.startsWith(queue.name() + "-0-"));
        }
    }

    private static List<String> statesOf(String id) {
        return recordsOf(id).stream()
                .map(record -> BrokerClient.header(record, Headers.RESULT_STATE))
                .toList();
    }

    private static List<String> results() {
        return broker.readAll(Topics.results()).stream()
                .map(record -> ResultRecords.id(record).orElseThrow())
                .toList();
    }
}
