package io.trireme.consume;

import io.trireme.Ordering;
import io.trireme.ResultsKept;
import io.trireme.RunnerKind;
import io.trireme.TaskContext;
import io.trireme.TriremeConfig;
import io.trireme.retry.RetryPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** All that the engine does for a task but poll, threads and commit: a batch is taken in, handed on, run and counted. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DispatcherBenchmark {
    private static final int BATCH = 500;
    private static final int KEYS = 10_000;

    @Param({"UNORDERED", "BY_KEY"})
    public Ordering ordering;

    private final TopicPartition partition = new TopicPartition("q", 0);
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private Dispatcher dispatcher;
    private Room room;

    @Setup
    public void fill() {
        var random = new Random(4711);
        for (int i = 0; i < BATCH; i++) {
            byte[] key = ("key-" + random.nextInt(KEYS)).getBytes(StandardCharsets.US_ASCII);
            records.add(new ConsumerRecord<>("q", 0, i, key, new byte[80]));
        }
        var settings = new QueueSettings(
                "q",
                RunnerKind.VIRTUAL,
                ordering,
                1,
                BATCH,
                1 << 20,
                BATCH,
                1,
                OptionalInt.empty(),
                Duration.ofDays(1),
                Duration.ZERO,
                Optional.empty(),
                TriremeConfig.Expired.DEAD_LETTER,
                ResultsKept.ASKED,
                new RetryPolicy(1, Duration.ZERO, 1, Duration.ZERO, 0, Set.of()),
                Optional.empty(),
                Duration.ZERO,
                1,
                TriremeConfig.Overflow.PAUSE,
                Quarantine.OFF);
        room = new Room(BATCH, 1 << 20);
        var runner = new DirectRunner();
        var counters = new Counters();
        var settlement = new Settlement(
                settings,
                new Outlets(null, null, null, null, null),
                new Parking(runner, null),
                null,
                counters,
                InstantSource.system(),
                () -> 0); // nothing fails
        var pipeline = new Pipeline(
                "q",
                Map.of("q", new Nothing()),
                List.of(),
                settings.retry(),
                null,
                new Withdrawals(),
                settlement,
                counters,
                InstantSource.system());
        dispatcher = new Dispatcher(ordering, pipeline, runner, new Lanes(4711), room);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int work() {
        var epoch = new Epoch(partition, 1, CompletedAhead.none(), room.share());
        dispatcher.take(epoch, records);
        dispatcher.dispatch();
        epoch.watermark().countSettled();
        epoch.end();
        room.look();
        if (!epoch.watermark().isEmpty() || room.records() != 0) {
            throw new IllegalStateException(room.records() + " tasks were not settled");
        }
        return room.records();
    }

    private record Nothing() implements Handler {
        @Override
        public String queue() {
            return "q";
        }

        @Override
        public String type() {
            return "q";
        }

        @Override
        public String name() {
            return "nothing";
        }

        @Override
        public Object handle(TaskContext task) {
            return null;
        }
    }
}
