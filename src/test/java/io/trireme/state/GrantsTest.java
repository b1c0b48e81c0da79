package io.trireme.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a process is granted, when it wants it and when it no longer does. */
class GrantsTest {
    private static final int PERMITS = 3;

    private final LocalHolder holder = new LocalHolder();
    private final Queue<Runnable> continuations = new ArrayDeque<>();
    private final SharedState state = holder.client(continuations::add);
    private final SharedSemaphore semaphore = state.boundedSemaphore("pool", PERMITS);

    @AfterEach
    void close() {
        state.close();
    }

    private void goOn() {
        for (Runnable next = continuations.poll(); next != null; next = continuations.poll()) {
            next.run();
        }
    }

    @Test
    void a_permit_that_is_granted_in_the_moment_of_its_cancellation_goes_back_and_is_not_counted() throws Exception {
        CompletableFuture<?> granted = semaphore.acquireAsync();
        assertThat(continuations).hasSize(1);
        granted.cancel(false);

        goOn();

        assertThat(semaphore.availablePermits()).isEqualTo(PERMITS);
        holder.expireAll();
        semaphore.acquire();
        semaphore.release(); // which throws if one is thought to have been lost
        assertThat(semaphore.availablePermits()).isEqualTo(PERMITS);
    }

    @Test
    void an_item_that_crosses_the_cancellation_is_given_back_once() throws Exception {
        SharedQueue<String> queue = state.queue("jobs", 2, String.class);
        queue.put("only");
        holder.holdUp();
        CompletableFuture<String> taken = queue.takeAsync();

        taken.cancel(false);
        holder.deliver();
        goOn();

        assertThat(queue).containsExactly("only");
    }

    @Test
    void a_permit_that_crosses_the_cancellation_is_given_back_once() {
        SharedSemaphore taps = state.semaphore("taps", PERMITS);
        holder.holdUp();
        CompletableFuture<?> granted = taps.acquireAsync();

        granted.cancel(false);
        holder.deliver();
        goOn();

        assertThat(taps.availablePermits()).isEqualTo(PERMITS);
    }

    @Test
    void who_ends_its_own_future_leaves_the_line_too() throws Exception {
        semaphore.acquire(PERMITS);
        CompletableFuture<?> waits = semaphore.acquireAsync();

        waits.completeExceptionally(new IllegalStateException("it took too long"));
        semaphore.release(PERMITS);
        goOn();

        assertThat(semaphore.tryAcquire(PERMITS)).isTrue();
    }

    @Test
    void permits_that_were_lost_are_told_and_the_others_released_all_the_same() throws Exception {
        semaphore.acquire();
        holder.expireAll();
        semaphore.acquire();

        assertThatThrownBy(() -> semaphore.release(2)).isInstanceOf(LeaseLost.class);

        assertThat(semaphore.availablePermits()).isEqualTo(PERMITS);
        semaphore.acquire();
        semaphore.release();
    }

    @Test
    void a_late_release_of_a_lost_permit_does_not_give_away_one_that_is_worked_under() throws Exception {
        semaphore.acquire();
        holder.expireAll();
        semaphore.acquire();

        assertThatThrownBy(semaphore::release).isInstanceOf(LeaseLost.class);

        assertThat(semaphore.availablePermits()).isEqualTo(PERMITS - 1);
        semaphore.release();
        assertThat(semaphore.availablePermits()).isEqualTo(PERMITS);
    }

    @Test
    void who_is_interrupted_and_loses_its_lease_is_told_of_both() throws Exception {
        var flagged = new CompletableFuture<Boolean>();
        semaphore.acquire(PERMITS);
        Thread waiter = Thread.ofPlatform().start(() -> {
            try {
                semaphore.acquire();
                flagged.completeExceptionally(new AssertionError("it was granted"));
            } catch (LeaseLost lost) {
                flagged.complete(Thread.currentThread().isInterrupted());
            } catch (InterruptedException alone) {
                flagged.completeExceptionally(alone);
            }
        });
        await().until(() -> holder.sent.stream().filter(Command::waits).count() == 2);
        holder.holdUp();
        holder.expireAll();

        waiter.interrupt();
        await().until(() -> holder.sent.getLast().verb() == Verb.WITHDRAW);
        holder.deliver();

        assertThat(flagged).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
    }

    @Test
    void who_calls_after_the_end_is_told_that_it_has_ended() {
        semaphore.drainPermits();
        state.close();

        assertThatThrownBy(semaphore::drainPermits)
                .isInstanceOf(IllegalStateException.class)
                .isNotInstanceOf(LeaseLost.class);
    }

    @Test
    void a_thread_that_lost_a_lock_is_told_by_whatever_it_asks_without_waiting_too() {
        state.lock("door").lock();
        holder.expireAll();

        assertThatThrownBy(state.lock("gate")::lockAsync).isInstanceOf(LeaseLost.class);
        assertThat(state.lock("gate").tryLock()).isTrue();
    }

    @Test
    void who_may_have_lost_its_lock_asks_before_it_calls_anything_else_and_gives_it_up_at_once() {
        try (SharedState silent = holder.client(Runnable::run, Duration.ofNanos(1))) {
            SharedLock lock = silent.lock("of a silent process");
            lock.lock();
            int before = holder.sent.size();
            silent.queue("q", 1, String.class).poll();
            lock.unlock();

            assertThat(holder.sent.subList(before, holder.sent.size()))
                    .extracting(Command::verb)
                    .filteredOn(verb -> verb != Verb.RENEW)
                    .containsExactly(Verb.GET, Verb.TAKE, Verb.RELEASE);
        }
    }
}
