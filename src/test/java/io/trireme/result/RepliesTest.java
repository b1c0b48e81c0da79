package io.trireme.result;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trireme.Fault;
import io.trireme.Receipt;
import io.trireme.Task;
import io.trireme.TaskHandle;
import io.trireme.TaskState;
import io.trireme.TriremeException;
import io.trireme.wire.Headers;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.PlainConfig;
import io.trireme.wire.TaskIds;
import io.trireme.wire.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** Submitting while the brokers do not answer, or not for all partitions; and who reads what comes. */
class RepliesTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final TopicPartition LED = new TopicPartition(Topics.results(), 0);
    private static final TopicPartition LEADERLESS = new TopicPartition(Topics.results(), 1);

    private static final TopicPartition THIRD = new TopicPartition(Topics.results(), 2);
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final AtomicLong clock = new AtomicLong(HOUR); // tells the reader how long it has to rest
    private final AtomicLong written = new AtomicLong();

    /** Brokers of which none leads the second partition; they answer when there is something. */
    private static final class Brokers extends MockConsumer<byte[], byte[]> {
        private final Semaphore news = new Semaphore(0);
        private final List<Thread> readers = new CopyOnWriteArrayList<>(); // of each result
        private volatile Optional<Thread> polls = Optional.empty();

        private Brokers() {
            super("latest");
            updateEndOffsets(Map.of(LED, 0L, LEADERLESS, 0L, THIRD, 0L));
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration atMost) {
            polls = Optional.of(Thread.currentThread());
            try {
                if (news.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                    news.drainPermits();
                }
            } catch (InterruptedException stop) {
                throw new InterruptException(stop);
            } finally {
                polls = Optional.empty();
            }
            var records = super.poll(Duration.ZERO);
            records.forEach(record -> readers.add(Thread.currentThread()));
            return records;
        }

        @Override
        public synchronized void addRecord(ConsumerRecord<byte[], byte[]> record) {
            super.addRecord(record);
            news.release();
        }

        @Override
        public synchronized void wakeup() {
            super.wakeup();
            news.release();
        }

        @Override
        public synchronized long position(TopicPartition partition) { // the one with a patience asks here
            if (partition.equals(LEADERLESS)) {
                throw new TimeoutException("nobody leads " + partition);
            }
            return super.position(partition);
        }
    }

    private static Replies replies(Function<Waiting, ReplyReader> start, Duration patience) {
        return new Replies(
                start,
                ResultOptions.of(PlainConfig.read(Map.of())),
                new PayloadCodec(new ObjectMapper()),
                patience,
                Revoker.NONE,
                () -> 0);
    }

    private static ReplyReader reader(Brokers brokers, Waiting waiting) {
        return ReplyReader.over(brokers, 2, waiting, Duration.ofMinutes(1), System::nanoTime);
    }

    private Replies threePartitions(Brokers brokers) {
        return replies(waiting -> ReplyReader.over(brokers, 3, waiting, Duration.ofMinutes(1), clock::get), SOON);
    }

    /** From here on the reader rests, for an hour or until somebody waits who does not read. Returns its thread. */
    private Thread rests(Brokers brokers, Replies replies) throws Exception {
        TaskHandle<String> first = submit(replies, Task.of("q", 1));
        await().until(() -> brokers.polls.isPresent());
        Thread reader = brokers.polls.orElseThrow();
        assertThat(first.await(Duration.ZERO)).isFalse();
        clock.set(0);
        brokers.addRecord(succeeded(first.id()));
        first.get(SOON);
        await().until(() -> brokers.polls.isEmpty() && reader.getState() == Thread.State.TIMED_WAITING);
        return reader;
    }

    private static CompletableFuture<Throwable> waitsFor(TaskHandle<String> handle) {
        var thrown = new CompletableFuture<Throwable>();
        Thread.ofPlatform().daemon(true).start(() -> thrown.complete(catchThrowable(() -> handle.get(SOON))));
        return thrown;
    }

    private static TaskHandle<String> submit(Replies replies, Task task) {
        return submit(
                replies, task, asking -> CompletableFuture.completedFuture(new Receipt("a", asking.queue(), 0, 0)));
    }

    private static TaskHandle<String> submit(
            Replies replies, Task task, Function<Task, CompletableFuture<Receipt>> publish) {
        return replies.submit(task, String.class, new TaskIds(InstantSource.system(), new Random(1)), publish);
    }

    private static Task repliedWhereNobodyLeads() {
        return IntStream.range(0, 100)
                .mapToObj(n -> "id-" + n)
                .filter(id -> TaskIds.partition(id, 2) == LEADERLESS.partition())
                .map(id -> Task.of("q", 1).withId(id))
                .findFirst()
                .orElseThrow();
    }

    private ConsumerRecord<byte[], byte[]> succeeded(String id) {
        return succeeded(id, LED);
    }

    private ConsumerRecord<byte[], byte[]> succeeded(String id, TopicPartition at) {
        var result = new ConsumerRecord<>(
                at.topic(), at.partition(), written.getAndIncrement(), id.getBytes(UTF_8), new byte[] {'"', '"'});
        result.headers().add(Headers.RESULT_STATE, "SUCCEEDED".getBytes(UTF_8));
        return result;
    }

    private static void isFailed(TaskHandle<String> handle, Fault why) {
        assertThatExceptionOfType(TriremeException.class)
                .isThrownBy(() -> handle.get(SOON))
                .satisfies(failure -> assertThat(failure.fault()).isEqualTo(why));
    }

    @Test
    void a_partition_without_a_leader_holds_up_the_results_of_no_other() throws Exception {
        var brokers = new Brokers();
        try (var replies = replies(waiting -> reader(brokers, waiting), Duration.ofSeconds(1))) {
            TaskHandle<String> led = submit(replies, Task.of("q", 1));
            isFailed(submit(replies, repliedWhereNobodyLeads()), Fault.BROKER_UNAVAILABLE);

            brokers.addRecord(succeeded(led.id()));

            assertThat(led.get(SOON)).isEmpty();
        }
    }

    @Test
    void who_comes_while_another_still_waits_for_the_brokers_waits_no_longer_than_its_own_patience() throws Exception {
        var begun = new CountDownLatch(1);
        var answer = new CountDownLatch(1);
        try (var replies = replies(
                waiting -> {
                    begun.countDown();
                    awaited(answer);
                    throw Fault.RESULTS_MISSING.because();
                },
                Duration.ofMillis(50))) {
            var first =
                    CompletableFuture.supplyAsync(() -> submit(replies, Task.of("q", 1)), Thread::startVirtualThread);
            begun.await();

            var second =
                    CompletableFuture.supplyAsync(() -> submit(replies, Task.of("q", 2)), Thread::startVirtualThread);
            try {
                assertThat(second).succeedsWithin(SOON).satisfies(late -> isFailed(late, Fault.BROKER_UNAVAILABLE));
            } finally {
                answer.countDown();
            }
            assertThat(first).succeedsWithin(SOON).satisfies(failed -> isFailed(failed, Fault.RESULTS_MISSING));
        }
    }

    @Test
    void an_interrupt_of_who_submits_is_told_by_the_handle_and_known_to_its_thread() {
        try (var replies = replies(waiting -> reader(new Brokers(), waiting), SOON)) {
            submit(replies, Task.of("q", 1));

            Thread.currentThread().interrupt();
            TaskHandle<String> stopped = submit(replies, repliedWhereNobodyLeads());

            assertThat(Thread.interrupted()).isTrue();
            isFailed(stopped, Fault.NOT_PUBLISHED);
        }
    }

    @Test
    void one_while_the_task_is_being_published_leaves_nobody_waiting() {
        try (var replies = replies(waiting -> reader(new Brokers(), waiting), SOON)) {
            TaskHandle<String> stopped = submit(replies, Task.of("q", 1), asking -> {
                throw new InterruptException("while there was no room");
            });

            assertThat(Thread.interrupted()).isTrue();
            isFailed(stopped, Fault.NOT_PUBLISHED);
            assertThat(replies.size()).isZero();
        }
    }

    @Test
    void what_is_thrown_while_the_task_is_being_published_is_told_by_the_handle() {
        try (var replies = replies(waiting -> reader(new Brokers(), waiting), SOON)) {
            TaskHandle<String> broken = submit(replies, Task.of("q", 1), asking -> {
                throw new UnsupportedOperationException("of what an application wraps around its publisher");
            });

            isFailed(broken, Fault.NOT_PUBLISHED);
            assertThat(replies.size()).isZero();
        }
    }

    @Test
    void who_watches_is_told_the_end_however_soon_it_comes() {
        var brokers = new Brokers();
        String id = new TaskIds(InstantSource.system(), new Random(1)).next(LED.partition());
        var told = new CompletableFuture<TaskState>();
        try (var replies = replies(waiting -> reader(brokers, waiting), SOON)) {
            var reply = replies.expect(id, result -> told.complete(result.state()));
            brokers.addRecord(succeeded(id));

            assertThat(told).succeedsWithin(SOON).isEqualTo(TaskState.SUCCEEDED);
            replies.leave(reply);
            assertThat(replies.size()).isZero();
        }
    }

    @Test
    void a_result_that_cannot_be_told_keeps_none_that_came_with_it_from_who_waits() throws Exception {
        var brokers = new Brokers();
        String id = new TaskIds(InstantSource.system(), new Random(2)).next(LED.partition());
        try (var replies = replies(waiting -> reader(brokers, waiting), SOON)) {
            TaskHandle<String> handle = submit(replies, Task.of("q", 1));
            replies.expect(id, result -> {
                throw new IllegalStateException("nobody can be told");
            });
            synchronized (brokers) { // so that one poll has both
                brokers.addRecord(succeeded(id));
                brokers.addRecord(succeeded(handle.id()));
            }

            assertThat(handle.get(SOON)).isEmpty();
        }
    }

    @Test
    void who_waits_for_a_result_reads_it() throws Exception {
        var brokers = new Brokers();
        try (var replies = threePartitions(brokers)) {
            rests(brokers, replies);
            TaskHandle<String> handle = submit(replies, Task.of("q", 1));
            brokers.addRecord(succeeded(handle.id()));

            assertThat(handle.get(SOON)).isEmpty();
            assertThat(brokers.readers).endsWith(Thread.currentThread());
        }
    }

    @Test
    void what_is_chained_to_a_handle_wakes_the_reader_and_runs_on_neither_thread_that_reads() throws Exception {
        var brokers = new Brokers();
        try (var replies = threePartitions(brokers)) {
            Thread reader = rests(brokers, replies);
            TaskHandle<String> handle = submit(replies, Task.of("q", 1));
            var ranOn =
                    handle.stage().thenApply(value -> Thread.currentThread()).toCompletableFuture();
            brokers.addRecord(succeeded(handle.id()));

            assertThat(ranOn).succeedsWithin(SOON).matches(Thread::isVirtual);
            assertThat(brokers.readers).endsWith(reader);
        }
    }

    @Test
    void who_reads_for_itself_follows_another_partition_when_it_is_asked_for_and_serves_all() throws Exception {
        var brokers = new Brokers();
        try (var replies = threePartitions(brokers)) {
            rests(brokers, replies);
            TaskHandle<String> handle = submit(replies, Task.of("q", 1));
            var waits = waitsFor(handle);
            await().until(() -> brokers.polls.isPresent());

            Task elsewhere = IntStream.range(0, 100)
                    .mapToObj(n -> "id-" + n)
                    .filter(id -> TaskIds.partition(id, 3) == THIRD.partition())
                    .map(id -> Task.of("q", 1).withId(id))
                    .findFirst()
                    .orElseThrow();
            TaskHandle<String> other = submit(replies, elsewhere);
            brokers.addRecord(succeeded(other.id(), THIRD));
            assertThat(other.get(SOON)).isEmpty();
            brokers.addRecord(succeeded(handle.id()));

            assertThat(waits).succeedsWithin(SOON).isNull();
        }
    }

    @Test
    void whoever_reads_when_the_process_closes_is_told_so() throws Exception {
        var brokers = new Brokers();
        var replies = threePartitions(brokers);
        rests(brokers, replies);
        var waits = waitsFor(submit(replies, Task.of("q", 1)));
        await().until(() -> brokers.polls.isPresent());

        replies.close();

        assertThat(waits).succeedsWithin(SOON).isInstanceOfSatisfying(TriremeException.class, failure -> assertThat(
                        failure.fault())
                .isEqualTo(Fault.CALLER_CLOSED));
        assertThat(brokers.closed()).isTrue();
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            throw new InterruptException(stop);
        }
    }
}
