package io.trireme.state;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.SharedAdmin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Shared state beside a bare request and its reply through the same broker, in turns; then as many calls as go through one
 * partition, and a map of many entries; what is leased in batches; and, where it is installed, etcd's lock. Broker, server and
 * caller have a JVM each. Run: {@code make bench ARGS=--state}.
 */
public final class StateBench {
    /** Of each, once: what is asked for a thousand times a second is compiled within a minute, and from then on so. */
    private static final int WARM_UP = 30_000;

    /** Of etcd, which is compiled already; what calls it is not. */
    private static final int WARM_UP_ETCD = 3_000;

    private static final int CALLS = 2_000;
    private static final int UNDER_WAY = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SOME_SECONDS = Duration.ofSeconds(3);

    private final String bootstrap;
    private final KafkaSettings kafka;

    private StateBench(String bootstrap) {
        this.bootstrap = bootstrap;
        this.kafka = new KafkaSettings(Map.of("bootstrap.servers", bootstrap));
    }

    /** @param entries of the map, and calls through one partition */
    public static void run(String bootstrap, int rounds, int entries) throws Exception {
        var bench = new StateBench(bootstrap);
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            for (String topic : List.of(StateServerMain.REQUESTS, StateServerMain.REPLIES)) {
                admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                        .all()
                        .get();
            }
        }
        Process server = bench.server();
        try (var admin = new SharedAdmin(bench.kafka);
                var state = new SharedState(
                        new StateClient(bench.kafka, admin, Duration.ofSeconds(10), PATIENCE),
                        new PayloadCodec(new ObjectMapper()))) {
            bench.latencies(state, rounds);
            throughput(state, entries);
            System.out.printf(
                    "%nThe server took %,d MiB of memory at most, with a heap of 1 GiB at most.%n",
                    mostMebibytes(server));
            leased(state);
            etcd(rounds);
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private Process server() throws Exception {
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StateServerMain.class.getName(),
                        bootstrap)
                .redirectErrorStream(true)
                .start();
        var lines = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); !"ready".equals(line); line = lines.readLine()) {
            if (line == null) {
                throw new IllegalStateException("the server of the benchmark ended");
            }
        }
        Thread.ofPlatform().daemon(true).start(() -> lines.lines().forEach(line -> {}));
        return server;
    }

    private void latencies(SharedState state, int rounds) throws Exception {
        SharedLock lock = state.lock("bench-lock");
        SharedCounter counter = state.counter("bench-counter");
        System.out.printf("%n**Shared state, one call at a time**%n%n");
        System.out.println(
                "| round | bare request and reply p50, p99 ms | counter + 1 | lock + unlock | lock + unlock to bare |");
        System.out.println("|---|---|---|---|---|");
        try (var bare = new Bare(kafka)) {
            Runnable lockAndUnlock = () -> {
                lock.lock();
                lock.unlock();
            };
            warmUp(WARM_UP, bare::call);
            warmUp(WARM_UP, counter::incrementAndGet);
            warmUp(WARM_UP, lockAndUnlock);
            for (int round = 1; round <= rounds; round++) {
                double[] request = measure(bare::call);
                double[] count = measure(counter::incrementAndGet);
                double[] locked = measure(lockAndUnlock);
                System.out.printf(
                        "| %d | %.2f, %.2f | %.2f, %.2f | %.2f, %.2f | %.2f |%n",
                        round,
                        request[0],
                        request[1],
                        count[0],
                        count[1],
                        locked[0],
                        locked[1],
                        locked[0] / request[0]);
            }
        }
    }

    private static void warmUp(int times, Runnable call) {
        for (int i = 0; i < times; i++) {
            call.run();
        }
    }

    private static double[] measure(Runnable call) {
        long[] nanos = new long[CALLS];
        for (int i = 0; i < CALLS; i++) {
            long begun = System.nanoTime();
            call.run();
            nanos[i] = System.nanoTime() - begun;
        }
        Arrays.sort(nanos);
        return new double[] {nanos[CALLS / 2] / 1e6, nanos[CALLS * 99 / 100] / 1e6};
    }

    private static void throughput(SharedState state, int entries) throws Exception {
        SharedCounter counter = state.counter("bench-counter-2");
        SharedMap<Integer, Integer> map = state.map("bench-map", Integer.class, Integer.class);
        rate(entries, i -> counter.addAndGetAsync(1)); // warms up
        double counted = rate(entries, i -> counter.addAndGetAsync(1));
        double put = rate(entries, i -> map.putAsync(i, i));
        long begun = System.nanoTime();
        int size = map.size();
        int walked = 0;
        for (Integer key : map.keySet()) { // a stream's count would ask for the size only
            walked += key >= 0 ? 1 : 0;
        }
        System.out.printf(
                "%n**Through one partition, %,d calls under way**%n%n%,.0f calls/s to a counter; %,.0f puts/s into a map;"
                        + " its %,d entries (%,d walked) were read in %.1f s%n",
                UNDER_WAY, counted, put, size, walked, (System.nanoTime() - begun) / 1e9);
    }

    /** Of this process, resident, since it began; 0 where the system does not tell. */
    private static long mostMebibytes(Process process) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        }
    }

    /** What is leased in batches: calls of one thread that cost no round trip each. */
    private static void leased(SharedState state) throws InterruptedException {
        SharedLimit limit = state.limit("bench-limit", 8);
        SharedRateLimiter limiter = state.rateLimiter("bench-rate", 100_000_000, Duration.ofSeconds(1));
        System.out.printf(
                "%n**Leased in batches, one thread**%n%n%,.0f permits/s of a limit taken and given back; %,.0f/s of a rate that"
                        + " allows 100 million%n",
                perSecond(() -> limit.acquire().close()), perSecond(limiter::acquire));
    }

    private interface Permitted {
        void once() throws InterruptedException;
    }

    private static double perSecond(Permitted call) throws InterruptedException {
        int calls = 0;
        long begun = 0;
        for (int round = 0; round < 2; round++) { // the first one warms up
            calls = 0;
            begun = System.nanoTime();
            while (System.nanoTime() - begun < SOME_SECONDS.toNanos()) {
                call.once();
                calls++;
            }
        }
        return calls / ((System.nanoTime() - begun) / 1e9);
    }

    private static void etcd(int rounds) throws Exception {
        Optional<EtcdLock> started = EtcdLock.start();
        if (started.isEmpty()) {
            System.out.printf("%nNo etcd is installed (Debian: etcd-server), so there is no row for its lock.%n");
            return;
        }
        System.out.printf(
                "%n**etcd, one node, over its HTTP gateway**%n%n| round | lock + unlock p50, p99 ms |%n|---|---|%n");
        try (EtcdLock etcd = started.get()) {
            warmUp(WARM_UP_ETCD, etcd::lockAndUnlock);
            for (int round = 1; round <= rounds; round++) {
                double[] locked = measure(etcd::lockAndUnlock);
                System.out.printf("| %d | %.2f, %.2f |%n", round, locked[0], locked[1]);
            }
        }
    }

    private static double rate(int calls, IntFunction<CompletableFuture<?>> call) throws InterruptedException {
        var room = new Semaphore(UNDER_WAY);
        long begun = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            room.acquire();
            call.apply(i).whenComplete((answer, failure) -> room.release());
        }
        room.acquire(UNDER_WAY);
        return calls / ((System.nanoTime() - begun) / 1e9);
    }

    /** A request and its reply with nothing in between but the clients. */
    private static final class Bare implements AutoCloseable {
        private final KafkaProducer<byte[], byte[]> producer;
        private final KafkaConsumer<byte[], byte[]> consumer;

        Bare(KafkaSettings kafka) {
            Map<String, Object> settings = kafka.consumer("unused", "bare-client");
            settings.remove("group.id");
            settings.remove("group.protocol");
            settings.put("fetch.min.bytes", 1);
            producer = new KafkaProducer<>(kafka.producer("bare-client"));
            consumer = new KafkaConsumer<>(settings);
            consumer.assign(List.of(new TopicPartition(StateServerMain.REPLIES, 0)));
        }

        void call() {
            producer.send(new ProducerRecord<>(StateServerMain.REQUESTS, 0, null, new byte[80]));
            while (consumer.poll(PATIENCE).isEmpty()) {
                // until it comes
            }
        }

        @Override
        public void close() {
            consumer.close();
            producer.close();
        }
    }
}
