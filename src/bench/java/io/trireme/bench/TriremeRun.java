package io.trireme.bench;

import io.trireme.Ordering;
import io.trireme.RunnerKind;
import io.trireme.TaskContext;
import io.trireme.consume.Handler;
import io.trireme.consume.QueueConsumer;
import io.trireme.consume.QueueSettings;
import io.trireme.deadletter.DeadLetters;
import io.trireme.wire.KafkaSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;

/** Trireme's engine on the topic, without CDI: what a queue costs. */
final class TriremeRun {
    private static final int IN_FLIGHT = 10_000;
    private static final int THREADS = 200;

    private TriremeRun() {}

    static double run(Fixture fixture, RunnerKind runner, Ordering ordering) throws InterruptedException {
        var settings = new QueueSettings(
                Fixture.QUEUE,
                runner,
                ordering,
                runner == RunnerKind.VIRTUAL ? IN_FLIGHT : THREADS,
                IN_FLIGHT,
                64L << 20,
                1_000_000,
                8,
                OptionalInt.empty(),
                Duration.ofDays(1),
                Duration.ofSeconds(10),
                1,
                Duration.ZERO);
        var kafka = new KafkaSettings(Map.of("bootstrap.servers", fixture.bootstrap()));
        try (var timer = Executors.newSingleThreadScheduledExecutor();
                var dead = new DeadLetters(
                        () -> new KafkaProducer<>(kafka.producer("bench")), "bench", timer, InstantSource.system())) {
            var handler = new Counting(fixture, ordering == Ordering.BY_KEY);
            try (var consumer = new QueueConsumer(
                    settings,
                    fixture.topic(),
                    kafka,
                    Map.of(handler.type(), handler),
                    List.of(),
                    dead,
                    timer,
                    fixture.newGroup(),
                    1)) {
                consumer.start();
                handler.all.await();
                double seconds = (System.nanoTime() - handler.begun) / 1e9;
                fixture.check();
                handler.check();
                return seconds;
            }
        }
    }

    /** Parses, counts, and by key looks at the order. */
    private static final class Counting implements Handler {
        private final Fixture fixture;
        private final boolean ordered;
        private final AtomicInteger left;
        private final CountDownLatch all = new CountDownLatch(1);
        private final AtomicBoolean first = new AtomicBoolean();
        private final Map<String, long[]> last = new ConcurrentHashMap<>();
        private volatile boolean disorder;
        private volatile long begun;

        private Counting(Fixture fixture, boolean ordered) {
            this.fixture = fixture;
            this.ordered = ordered;
            this.left = new AtomicInteger(fixture.tasks());
        }

        @Override
        public String queue() {
            return Fixture.QUEUE;
        }

        @Override
        public String type() {
            return Fixture.QUEUE;
        }

        @Override
        public String name() {
            return "bench";
        }

        @Override
        public @Nullable Object handle(TaskContext task) {
            if (begun == 0 && first.compareAndSet(false, true)) {
                begun = System.nanoTime();
            }
            fixture.handle(task.payload().orElseThrow());
            if (ordered && task.offset() % 16 == 0) { // a sample: the check must not outweigh the work
                long[] before = last.computeIfAbsent(task.key().orElseThrow(), key -> new long[] {-1});
                disorder |= before[0] >= task.offset();
                before[0] = task.offset();
            }
            if (left.decrementAndGet() == 0) {
                all.countDown();
            }
            return null;
        }

        private void check() {
            if (disorder) {
                throw new IllegalStateException("tasks of one key ran out of order");
            }
        }
    }
}
