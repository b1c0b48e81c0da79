package io.trireme.bench;

import io.trireme.bench.measure.Result;
import io.trireme.bench.measure.Setup;
import io.trireme.bench.measure.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;

/**
 * Publishes 200 tasks a second at an even pace to an engine that has nothing else to do.
 *
 * <p>The topic is new for each run, and the publisher, which is this process, begins when the engine has all partitions.
 * A task carries the time at which it was sent; both processes read the one monotonic clock of the machine.
 */
record LatencyRun(BrokerProcess broker) implements Run {
    private static final int WARM_UP = 800;
    private static final long PACE_NANOS = 5_000_000;
    private static final long POLL_MILLIS = 50;
    private static final Duration LONGEST_START = Duration.ofMinutes(1);

    @Override
    public Result of(Cell cell, Row row) throws Exception {
        String topic = "latency-" + System.nanoTime();
        broker.create(topic, cell.partitions());
        var setup = new Setup(
                row.engine(),
                row.ordering(),
                broker.bootstrap(),
                topic,
                row.tasks(),
                WARM_UP,
                cell.keys(),
                cell.millis(),
                row.concurrency(),
                row.inFlight(),
                true);
        try (var engine = Jvm.start(setup, List.of());
                var producer = broker.producer(0)) {
            awaitAssigned(engine, topic, cell.partitions());
            publish(producer, setup);
            return engine.result();
        }
    }

    /** Waits until the engine has all partitions; no longer than it runs, and then its result tells why. */
    private void awaitAssigned(Jvm engine, String topic, int partitions) throws Exception {
        long until = System.nanoTime() + LONGEST_START.toNanos();
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            while (engine.isRunning() && assigned(admin, topic) < partitions) {
                if (System.nanoTime() > until) {
                    throw new IllegalStateException(
                            engine + " did not get its " + partitions + " partitions within " + LONGEST_START);
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    /** How many partitions of the topic are somebody's: engines name their groups as they like. */
    private static long assigned(Admin admin, String topic) throws Exception {
        var stable = ListGroupsOptions.forConsumerGroups().inGroupStates(Set.of(GroupState.STABLE));
        List<String> groups = admin.listGroups(stable).all().get().stream()
                .map(GroupListing::groupId)
                .toList();
        return admin.describeConsumerGroups(groups).all().get().values().stream()
                .flatMap(group -> group.members().stream())
                .flatMap(member -> member.assignment().topicPartitions().stream())
                .filter(partition -> partition.topic().equals(topic))
                .count();
    }

    private static void publish(KafkaProducer<byte[], byte[]> producer, Setup setup) {
        long due = System.nanoTime();
        for (int i = 0; i < setup.tasks(); i++) {
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            byte[] key = Tasks.keyBytes(i, setup.keys());
            producer.send(new ProducerRecord<>(setup.topic(), key, Tasks.payload(System.nanoTime())));
            due += PACE_NANOS;
        }
    }

    @Override
    public String words(Result result) {
        return "p50 %.2f ms, p99 %.2f ms".formatted(result.rate(), result.bytes());
    }
}
