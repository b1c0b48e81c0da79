package io.trireme.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trireme.Ordering;
import io.trireme.RunnerKind;
import io.trireme.control.Control;
import io.trireme.pool.ClusterPool;
import io.trireme.publish.KafkaPublisher;
import io.trireme.result.Replies;
import io.trireme.result.ResultOptions;
import io.trireme.result.Revoker;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.PlainConfig;
import io.trireme.wire.RecordWriter;
import io.trireme.wire.SharedAdmin;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Pools: a call over Kafka beside two bare hops through the same broker, a map beside what the engine does with as many tasks that
 * nobody waits for, and calls of a local pool, all of a function that adds 1. Caller and workers share this JVM; the broker has its own.
 * What Python's tools took is of another machine, for orientation. Run: {@code make bench ARGS=--pool}.
 */
final class PoolBench {
    private static final int PARTITIONS = 8;
    private static final int CALLS = 2_000;
    private static final int ITEMS = 100_000;
    private static final int WARM_UPS = 6;
    private static final int MAPS = 7;
    private static final String QUEUE = "pool-bench";
    private static final String REQUESTS = "pool-bench-requests";
    private static final String REPLIES = "pool-bench-replies";
    private static final EngineQueue.Shape SHAPE =
            new EngineQueue.Shape(RunnerKind.VIRTUAL, Ordering.UNORDERED, 256, 10_000, "pool-bench");

    private final BrokerProcess broker;
    private final KafkaSettings kafka;
    private final PayloadCodec codec = new PayloadCodec(new ObjectMapper());

    private PoolBench(BrokerProcess broker) {
        this.broker = broker;
        this.kafka = new KafkaSettings(Map.of("bootstrap.servers", broker.bootstrap()));
    }

    /** @param tasks the engine's own rate is measured over */
    static void run(BrokerProcess broker, int rounds, int tasks) throws Exception {
        var bench = new PoolBench(broker);
        for (String topic : List.of(Topics.results(), QUEUE)) {
            broker.create(topic, PARTITIONS);
        }
        for (String topic : List.of(REQUESTS, REPLIES)) {
            broker.create(topic, 1);
        }
        AddOne handler = AddOne.of(QUEUE, bench.codec);
        RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        ResultOptions results = ResultOptions.of(PlainConfig.read(Map.of()));
        try (var admin = new SharedAdmin(bench.kafka);
                var writer = new RecordWriter(bench.kafka);
                var replies =
                        new Replies(bench.kafka, results, bench.codec, Duration.ofSeconds(30), Revoker.NONE, random);
                var publisher = new KafkaPublisher(
                        bench.kafka, new Publishing(), bench.codec, replies, "/bench", InstantSource.system(), random);
                AutoCloseable worker = EngineQueue.start(SHAPE, broker.bootstrap(), QUEUE, handler)) {
            var queues = new ClusterPool.Queues(
                    publisher, new Control(bench.kafka, admin, writer, "bench", InstantSource.system()));
            bench.applies(queues, rounds);
            bench.maps(queues, rounds, tasks);
        }
        LocalPoolRates.print(rounds, ITEMS);
    }

    private static ClusterPool.Builder<Integer, Integer> pool(ClusterPool.Queues queues) {
        return queues.calling(QUEUE, Integer.class);
    }

    private void applies(ClusterPool.Queues queues, int rounds) throws Exception {
        System.out.printf("%n**`apply` over Kafka, one call at a time** (Celery on Redis: 1.7 ms a call)%n%n"
                + "| round | two bare hops p50, p99 ms | apply p50, p99 ms | p50 to bare |%n|---|---|---|---|%n");
        try (var bare = new BareHops(kafka, REQUESTS, REPLIES);
                var pool = pool(queues).open()) {
            Latencies.of(CALLS, bare::call); // warm up
            Latencies.of(CALLS, () -> pool.apply(4711));
            for (int round = 1; round <= rounds; round++) {
                Latencies hops = Latencies.of(CALLS, bare::call);
                Latencies apply = Latencies.of(CALLS, () -> pool.apply(4711));
                System.out.printf(
                        "| %d | %.2f, %.2f | %.2f, %.2f | %.2f |%n",
                        round, hops.p50(), hops.p99(), apply.p50(), apply.p99(), apply.p50() / hops.p50());
            }
        }
    }

    private void maps(ClusterPool.Queues queues, int rounds, int tasks) throws Exception {
        System.out.printf(
                "%n**`map` of %,d calls** (Celery on Redis: 2.4 k no-op tasks/s)%n%n| round | engine, no results, tasks/s | map, calls/s | to the engine"
                        + " | a task a chunk, calls/s | to the engine | a task a call, calls/s | to the engine |%n"
                        + "|---|---|---|---|---|---|---|---|%n",
                ITEMS);
        List<Integer> items = IntStream.range(0, ITEMS).boxed().toList();
        try (var plain = pool(queues).open();
                var chunks = pool(queues).oneTaskPerChunk().open();
                var calls = pool(queues).oneTaskPerCall().open()) {
            for (int i = 0; i < WARM_UPS; i++) {
                plain.map(items);
                chunks.map(items);
                calls.map(items);
            }
            for (int round = 1; round <= rounds; round++) {
                double engine = NoOps.rate(broker, codec, SHAPE, tasks);
                double map = rate(() -> plain.map(items));
                double chunk = rate(() -> chunks.map(items));
                double call = rate(() -> calls.map(items));
                System.out.printf(
                        "| %d | %,.0f | %,.0f | %.2f | %,.0f | %.2f | %,.0f | %.2f |%n",
                        round, engine, map, map / engine, chunk, chunk / engine, call, call / engine);
            }
        }
    }

    /** Items a second: the median of some maps, each of which is checked. */
    private static double rate(Callable<List<Integer>> map) throws Exception {
        var rates = new double[MAPS];
        for (int i = 0; i < MAPS; i++) {
            long begun = System.nanoTime();
            List<Integer> results = map.call();
            rates[i] = ITEMS / ((System.nanoTime() - begun) / 1e9);
            check(results);
        }
        return Spread.of(rates).median();
    }

    private static void check(List<Integer> results) {
        Optional<Integer> wrong = IntStream.range(0, ITEMS)
                .filter(i -> results.get(i) != i + 1)
                .boxed()
                .findFirst();
        if (wrong.isPresent()) {
            throw new IllegalStateException("call " + wrong.get() + " came to " + results.get(wrong.get()));
        }
    }
}
