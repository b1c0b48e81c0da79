package io.trireme.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trireme.Fault;
import io.trireme.TaskState;
import io.trireme.TriremeException;
import io.trireme.streams.Phase;
import io.trireme.streams.RoleEngine;
import io.trireme.streams.RoleStreams;
import io.trireme.streams.StoreDirectory;
import io.trireme.testing.BrokerClient;
import io.trireme.wire.Headers;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.RecordWriter;
import io.trireme.wire.SharedAdmin;
import io.trireme.wire.TaskIds;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Results found by ids that say nothing, with the help of the role {@code state}. */
@ResourceLock("trireme.state.results")
@Tag("side-by-side")
class PlacesIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int PARTITIONS = 2;

    private final BrokerClient broker = BrokerClient.ofSharedBroker();
    private final KafkaSettings kafka = new KafkaSettings(Map.of("bootstrap.servers", broker.bootstrapServers()));
    private final ResultOptions options =
            new ResultOptions(PARTITIONS, OptionalInt.empty(), Duration.ofHours(1), 10, Duration.ofHours(1));
    private final String id = BrokerClient.uniqueName("order");
    private final SharedAdmin admin = new SharedAdmin(kafka);
    private final RecordWriter writer = new RecordWriter(kafka);
    private final StoreDirectory directory = StoreDirectory.of(Optional.empty(), "results");
    private final Replies replies =
            new Replies(kafka, options, new PayloadCodec(new ObjectMapper()), SOON, Revoker.NONE, () -> 1);
    private final Results results = results();
    private RoleEngine role;

    /** As another process would have it, which has not looked yet who answers. */
    private Results results() {
        return new Results(
                kafka, options, replies, new Places(admin, writer, replies, System::nanoTime), InstantSource.system());
    }

    @BeforeEach
    void start() {
        new ResultSetup(admin).ensure(options, true);
        var size = new RoleStreams.Size(1, 0, -1, Duration.ofSeconds(6), Duration.ofSeconds(1), Duration.ofMillis(50));
        role = PlaceStreams.engine(kafka, size, options.retention(), directory.path());
        role.start();
        await().atMost(SOON).until(() -> role.phase() == Phase.RUNNING);
    }

    @AfterEach
    void close() {
        results.close();
        replies.close();
        role.close();
        directory.close();
        writer.close();
        admin.close();
        broker.close();
    }

    private void tell(int partition, TaskState state, String worker, Object value) {
        tell(id, partition, Instant.now(), state, worker, value);
    }

    private void tell(String id, int partition, Instant at, TaskState state, String worker, Object value) {
        var headers = new RecordHeaders();
        headers.add(Headers.RESULT_STATE, state.name().getBytes());
        headers.add(Headers.RESULT_WORKER, worker.getBytes());
        broker.produce(new ProducerRecord<>(
                Topics.results(),
                partition,
                at.toEpochMilli(),
                id.getBytes(),
                String.valueOf(value).getBytes(),
                headers));
    }

    private static int home(String id) {
        return TaskIds.partition(id, PARTITIONS);
    }

    @Test
    void a_result_is_found_whoever_made_the_id_and_wherever_it_went() throws Exception {
        assertThatExceptionOfType(TriremeException.class)
                .isThrownBy(() -> results.find(id))
                .satisfies(unknown -> assertThat(unknown.fault()).isEqualTo(Fault.RESULT_UNKNOWN));
        var waits = CompletableFuture.supplyAsync(() -> awaited(id), Thread::startVirtualThread);
        await().atMost(SOON).until(() -> replies.size() == 1);

        tell(home(id), TaskState.STARTED, "first", 0);
        assertThat(results.find(id).state()).isEqualTo(TaskState.STARTED);
        tell(home(id), TaskState.SUCCEEDED, "first", 1);
        tell(home(id), TaskState.STARTED, "second", 0);
        tell(home(id), TaskState.SUCCEEDED, "second", 2);

        TaskResult found = results.find(id);
        assertThat(found.worker())
                .as("the first end is the one that callers got")
                .isEqualTo("first");
        assertThat(found.value().orElseThrow().bytes()).asString().isEqualTo("1");
        assertThat(waits.get().worker()).isEqualTo("first");

        String ours = new TaskIds(InstantSource.system(), new Random()).next(home(id));
        assertThat(results.find(ours).state()).isEqualTo(TaskState.PENDING);
    }

    @Test
    void one_that_went_to_another_partition_is_found_there_and_without_the_role_there_is_a_sentence() {
        tell(1 - home(id), TaskState.SUCCEEDED, "elsewhere", 3);
        assertThat(results.find(id).worker()).isEqualTo("elsewhere");

        role.close();

        try (Results later = results()) {
            assertThatExceptionOfType(TriremeException.class)
                    .isThrownBy(() -> later.find(id))
                    .withMessageContaining("trireme work --role state")
                    .satisfies(absent -> assertThat(absent.fault()).isEqualTo(Fault.RESULT_NOT_BY_ID));
            String ours = new TaskIds(InstantSource.system(), new Random()).next(0);
            assertThat(later.find(ours).state()).isEqualTo(TaskState.PENDING);
        }
    }

    @Test
    void without_the_role_it_is_looked_for_from_its_ids_own_time_less_what_clocks_differ_by_and_not_for_ever() {
        role.close();
        Instant made = Instant.now();
        String ours = new TaskIds(InstantSource.fixed(made), new Random()).next(0);
        tell(ours, home(ours), made.minusSeconds(50), TaskState.SUCCEEDED, "behind", 4);

        assertThat(results.find(ours).worker()).isEqualTo("behind");

        var passing = new AtomicLong();
        try (var hurried =
                new Lookups(kafka, () -> passing.getAndAdd(Duration.ofHours(1).toNanos()))) {
            assertThatExceptionOfType(TriremeException.class)
                    .isThrownBy(() -> hurried.find(ours, home(ours), made.minusSeconds(60)))
                    .satisfies(far -> assertThat(far.fault()).isEqualTo(Fault.RESULT_TOO_FAR));
        }
    }

    private TaskResult awaited(String task) {
        try {
            return results.await(task, SOON);
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }
}
