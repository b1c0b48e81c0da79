package io.trireme.result;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trireme.Fault;
import io.trireme.TaskError;
import io.trireme.TaskState;
import io.trireme.wire.Deliveries;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Values that the brokers have not taken yet, beside room for ten bytes of them. */
class HeldValuesTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final ConsumerRecord<byte[], byte[]> TASK = new ConsumerRecord<>("q", 0, 7, null, new byte[1]);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Node node = new Node(0, "broker", 9092);
    private final Cluster cluster = new Cluster(
            "c",
            List.of(node),
            List.of(new PartitionInfo(Topics.results(), 0, node, new Node[] {node}, new Node[] {node})),
            Set.of(),
            Set.of());
    private final MockProducer<byte[], byte[]> brokers =
            new MockProducer<>(cluster, false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final ResultWriter results = new ResultWriter(
            new Deliveries(() -> brokers, timer),
            new PayloadCodec(new ObjectMapper()),
            "worker",
            InstantSource.fixed(Instant.EPOCH),
            new HeldValues(10));

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    private Thread write(String value, Caller caller) {
        return write(results.succeeded(TASK, "id", 1, Duration.ZERO, value.getBytes(UTF_8)), caller);
    }

    private Thread write(TaskResult result, Caller caller) {
        return Thread.ofPlatform().start(() -> results.write(TASK, result, caller));
    }

    private static void waits(Thread worker) {
        await().atMost(SOON).until(worker::getState, Thread.State.TIMED_WAITING::equals);
    }

    private static void isOver(Thread worker) throws InterruptedException {
        assertThat(worker.join(SOON)).isTrue();
    }

    @Test
    void a_worker_waits_with_its_value_until_there_is_room_for_it() throws Exception {
        var first = new Caller();
        var second = new Caller();
        isOver(write("12345678", first));
        Thread worker = write("abc", second);

        waits(worker);
        assertThat(brokers.history()).hasSize(1);
        brokers.completeNext();

        isOver(worker);
        brokers.completeNext();
        assertThat(List.of(first.delivered, second.delivered)).containsOnly(true);
    }

    @Test
    void what_is_given_up_gives_its_room_back_and_only_what_it_had() throws Exception {
        var first = new Caller();
        isOver(write("12345678", first));
        var unwanted = new Caller();
        Thread worker = write("abc", unwanted);
        waits(worker);

        unwanted.wanted = false;
        isOver(worker);

        assertThat(unwanted.givenUp).isTrue();
        Thread next = write("abc", new Caller());
        waits(next);
        brokers.completeNext();
        isOver(next);
    }

    @Test
    void a_value_larger_than_all_of_the_room_goes_alone() throws Exception {
        isOver(write("1234567890 and more", new Caller()));
        Thread worker = write("a", new Caller());

        waits(worker);
        brokers.completeNext();

        isOver(worker);
    }

    @Test
    void what_has_no_value_waits_for_nobody() throws Exception {
        isOver(write("1234567890", new Caller()));
        var why = TaskError.of(Fault.CANCELLED, Fault.CANCELLED.because("id"));

        isOver(write(results.ended(TASK, "id", 1, TaskState.CANCELLED, why), new Caller()));

        assertThat(brokers.history()).hasSize(2);
    }

    /** Who is told of a write. */
    private static final class Caller implements Deliveries.Waiter {
        private volatile boolean wanted = true;
        private volatile boolean delivered;
        private volatile boolean givenUp;

        @Override
        public boolean wanted() {
            return wanted;
        }

        @Override
        public void heldUp() {}

        @Override
        public void delivered() {
            delivered = true;
        }

        @Override
        public void givenUp() {
            givenUp = true;
        }
    }
}
