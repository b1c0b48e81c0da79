package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trireme.Fault;
import io.trireme.Outcome;
import io.trireme.RunnerKind;
import io.trireme.TriremeException;
import io.trireme.run.Runner;
import io.trireme.run.Work;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimeLimitTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration LATER = LIMIT.plusSeconds(1);
    private static final Duration MUCH_LATER = LATER.plusSeconds(6);

    private final Runner runner = Runner.of(RunnerKind.PLATFORM, "q", 1, 10);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Parking parking = new Parking(runner, timer);
    private final Counters counters = new Counters();
    private final TimeLimit limit = new TimeLimit(LIMIT, runner, counters);
    private final CountDownLatch began = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger interrupts = new AtomicInteger();
    private final Attempt attempt = attempt();

    @AfterEach
    void close() {
        release.countDown();
        runner.close();
        timer.shutdownNow();
    }

    /** Its handler counts the interrupts and goes on, until it is let go. */
    private Attempt attempt() {
        var epoch = new Epoch(new TopicPartition("q", 0), 1, CompletedAhead.none(), new Room(10, 1_000).share());
        Pipeline pipeline = TestQueue.pipeline(
                Map.of("q", TestQueue.handler("q", "q", task -> hold())), List.of(), new Withdrawals(), parking);
        var record = new ConsumerRecord<byte[], byte[]>("q", 0, 7, null, new byte[1]);
        return new Attempt(pipeline, record, epoch, new Batch(new long[] {7}, 0), 0, Attempt.NO_LANE, 1, 1);
    }

    private void hold() {
        began.countDown();
        while (true) {
            try {
                release.await();
                return;
            } catch (InterruptedException unheeded) {
                interrupts.incrementAndGet();
            }
        }
    }

    private void run() throws InterruptedException {
        runner.offer(attempt);
        runner.signal();
        began.await();
    }

    private void look(Duration later) {
        limit.look(System.nanoTime() + later.toNanos());
    }

    @Test
    void one_that_does_not_heed_its_interrupt_is_interrupted_once_and_told_as_stuck() throws Exception {
        run();
        look(Duration.ZERO);
        assertThat(interrupts).hasValue(0);

        look(LATER);
        await().until(() -> interrupts.get() == 1);
        assertThat(limit.stuck()).isEmpty();
        look(MUCH_LATER);

        assertThat(limit.stuck()).singleElement().satisfies(stuck -> assertThat(stuck.place())
                .isEqualTo("q-0-7"));
        assertThat(counters.stuck().sum()).isOne();
        assertThat(interrupts).hasValue(1);
        assertThat(limit.outcome(attempt, Outcome.Done.with(null)))
                .isInstanceOfSatisfying(
                        Outcome.Retry.class, retry -> assertThat(((TriremeException) retry.cause()).fault())
                                .isEqualTo(Fault.TIMED_OUT));
    }

    @Test
    void so_is_one_that_was_interrupted_before_since_its_task_was_revoked() throws Exception {
        run();
        assertThat(runner.interrupt(work -> work == attempt)).isOne();
        await().until(() -> interrupts.get() == 1);

        look(LATER);
        look(MUCH_LATER);

        assertThat(limit.stuck()).hasSize(1);
        assertThat(counters.stuck().sum()).isOne();
        assertThat(interrupts).hasValue(1);
    }

    @Test
    void one_that_has_ended_is_stuck_no_longer() throws Exception {
        run();
        look(LATER);
        look(MUCH_LATER);
        assertThat(limit.stuck()).hasSize(1);

        release.countDown();
        await().until(() -> !runner.runs(work -> work != Work.NONE));
        look(MUCH_LATER);

        assertThat(limit.stuck()).isEmpty();
    }
}
