package io.trireme.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final long FOR_EVER = Long.MAX_VALUE;

    private final LinkedBlockingQueue<CompletableFuture<String>> answered = new LinkedBlockingQueue<>();
    private final List<Thread> readers = new CopyOnWriteArrayList<>(); // of each answer
    private final AtomicLong clock = new AtomicLong();
    private final Thread reader = Thread.ofPlatform().daemon(true).unstarted(this::keepReading);
    private final Turns turns = new Turns(this::read, clock::get, reader);
    private volatile boolean closed;

    /** As a consumer does it. */
    private void read(Duration atMost) {
        try {
            CompletableFuture<String> answer = answered.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
            if (answer != null) {
                readers.add(Thread.currentThread());
                answer.complete("yes");
            }
        } catch (InterruptedException stopped) {
            throw new InterruptException(stopped);
        }
    }

    private void keepReading() {
        while (!closed) {
            turns.read();
        }
    }

    @BeforeEach
    void begin() {
        clock.addAndGet(Duration.ofHours(1).toNanos());
    }

    @AfterEach
    void close() {
        closed = true;
    }

    private CompletableFuture<String> call() {
        var answer = new CompletableFuture<String>();
        turns.expect(answer);
        return answer;
    }

    private Thread waitsFor(CompletableFuture<String> answer) {
        return Thread.ofPlatform().daemon(true).start(() -> {
            turns.await(answer, FOR_EVER);
            answer.join();
        });
    }

    @Test
    void who_waits_for_an_answer_reads_it() {
        CompletableFuture<String> answer = call();
        answered.add(answer);

        turns.await(answer, FOR_EVER);

        assertThat(answer).isCompletedWithValue("yes");
        assertThat(readers).containsExactly(Thread.currentThread());
    }

    @Test
    void after_a_while_without_calls_the_reader_is_first_once_and_then_who_waits() throws Exception {
        reader.start();
        await().until(() -> reader.getState() == Thread.State.TIMED_WAITING);
        CompletableFuture<String> first = call();
        turns.await(first, FOR_EVER);
        clock.set(0); // the reader rests for an hour from now on
        answered.add(first);
        first.join();
        await().until(() -> reader.getState() == Thread.State.TIMED_WAITING);

        CompletableFuture<String> second = call();
        answered.add(second);
        turns.await(second, FOR_EVER);
        second.join();

        assertThat(readers).containsExactly(reader, Thread.currentThread());
    }

    @Test
    void who_waits_beside_one_that_reads_is_served_by_that_and_then_by_the_reader() throws Exception {
        reader.start();
        CompletableFuture<String> leads = call();
        answered.add(leads);
        turns.await(leads, FOR_EVER); // so that the reader rests
        leads.join();
        CompletableFuture<String> mine = call();
        Thread one = waitsFor(mine);
        CompletableFuture<String> other = call();
        CompletableFuture<String> last = call();
        Thread two = waitsFor(other);
        answered.addAll(List.of(other, mine, last));

        one.join(10_000);
        two.join(10_000);

        assertThat(last.get(10, TimeUnit.SECONDS)).isEqualTo("yes");
    }

    @Test
    void an_answer_that_nobody_reads_for_itself_wakes_the_reader_from_its_rest() throws Exception {
        CompletableFuture<String> first = call();
        answered.add(first);
        turns.await(first, FOR_EVER);
        clock.set(0); // the reader rests for an hour from now on
        reader.start();
        await().until(() -> reader.getState() == Thread.State.TIMED_WAITING);

        CompletableFuture<String> answer = call();
        turns.follow();
        answered.add(answer);

        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("yes");
        assertThat(readers).containsExactly(Thread.currentThread(), reader);
    }

    @Test
    void a_virtual_thread_does_not_read() throws Exception {
        reader.start();
        CompletableFuture<String> answer = call();
        answered.add(answer);

        Thread.startVirtualThread(() -> turns.await(answer, FOR_EVER)).join();

        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("yes");
        assertThat(readers).containsExactly(reader);
    }

    @Test
    void who_is_interrupted_or_waits_no_longer_leaves_the_reading_to_the_reader() throws Exception {
        CompletableFuture<String> first = call();
        answered.add(first);
        turns.await(first, FOR_EVER);
        reader.start();
        await().until(() -> reader.getState() == Thread.State.TIMED_WAITING);
        CompletableFuture<String> answer = call();
        Thread.currentThread().interrupt();
        turns.await(answer, FOR_EVER);
        boolean interrupted = Thread.interrupted();
        turns.await(answer, 0);
        answered.add(answer);

        assertThat(interrupted).isTrue();
        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("yes");
        assertThat(readers).containsExactly(Thread.currentThread(), reader);
    }
}
