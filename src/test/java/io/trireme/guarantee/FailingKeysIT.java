package io.trireme.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trireme.TriremeConfig.Overflow;
import io.trireme.consume.TestQueue;
import io.trireme.testing.BrokerClient;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * At half of the load that a worker can bear one key in a hundred begins to fail, each time. The other keys keep their
 * throughput: what they finish of what is published for them, beside what they finished of it before. The bound on what waits
 * for retries is reached on the way, so tasks are given up as well.
 */
@Tag("guarantee")
@EnabledIfSystemProperty(
        named = "guarantee",
        matches = "long",
        disabledReason = "it measures, and needs minutes for it")
class FailingKeysIT {
    private static final int TASKS_A_SECOND = 1_600;
    private static final Duration EACH = Duration.ofMillis(10);
    private static final int CONCURRENCY = 32; // 3,200 tasks a second
    private static final int ONE_FAILS_OF = 100;
    private static final int MAX_IN_FLIGHT = 2_000;
    private static final double KEPT = 0.99;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private final BrokerClient broker = BrokerClient.ofSharedBroker();
    private final WorkerSetup setup =
            WorkerSetup.quick(broker.bootstrapServers(), BrokerClient.uniqueName("failing-keys"), "consumer");
    private final TestQueue queue = new TestQueue(broker.bootstrapServers(), setup.queue(), setup.partitions());
    private final AtomicBoolean failing = new AtomicBoolean();
    private final LongAdder sound = new LongAdder();
    private final LongAdder failed = new LongAdder();

    @AfterEach
    void close() {
        queue.close();
        broker.close();
    }

    @Test
    void the_other_keys_keep_their_throughput() throws Exception {
        Duration time = Duration.ofSeconds(Length.times("guarantee.failing-seconds", 10, 300));
        var consumer = queue.start(
                queue.settings()
                        .partitions(setup.partitions())
                        .concurrency(CONCURRENCY)
                        .maxInFlight(MAX_IN_FLIGHT)
                        .retryDelay(Duration.ofSeconds(5))
                        .parked(0.8, Overflow.DEAD_LETTER),
                task -> {
                    NEVER.await(EACH.toMillis(), TimeUnit.MILLISECONDS);
                    if (!fails(task.key().orElseThrow())) {
                        sound.increment();
                    } else if (failing.get()) {
                        failed.increment();
                        throw new IllegalStateException("503");
                    }
                });
        try (var load = new Load(setup, TASKS_A_SECOND, Length.seed())) {
            await().atMost(PATIENCE).until(() -> sound.sum() > 10 * TASKS_A_SECOND);
            double before = share(load, time.dividedBy(5));
            failing.set(true);
            double with = share(load, time);

            System.out.printf(
                    "guarantee: of what was published for sound keys %.2f %% was finished in time before one of %d keys failed, and"
                            + " %.2f %% in the %d s in which they did: %.4f of it; %d attempts failed, %d letters%n",
                    100 * before,
                    ONE_FAILS_OF,
                    100 * with,
                    time.toSeconds(),
                    with / before,
                    failed.sum(),
                    consumer.counters().dead().sum());
            assertThat(consumer.counters().dead().sum()).as("given up").isPositive();
            assertThat(with / before).isGreaterThanOrEqualTo(KEPT);
        }
    }

    /** The share of the tasks of sound keys published in this time that was finished in it. */
    private double share(Load load, Duration time) {
        long published = load.receipts().count();
        long finished = sound.sum();
        long until = System.nanoTime() + time.toNanos();
        await().atMost(time.plus(PATIENCE)).pollInterval(Duration.ofMillis(10)).until(() -> System.nanoTime() >= until);
        double theirs = 1 - 1.0 / ONE_FAILS_OF;
        return (sound.sum() - finished) / (theirs * (load.receipts().count() - published));
    }

    /** Keys are numbered. */
    private static boolean fails(String key) {
        return Integer.parseInt(key.substring(1)) % ONE_FAILS_OF == 0;
    }
}
