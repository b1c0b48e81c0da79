package io.trireme.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is done without a thread that waits. Answers come at once, unless it waits for somebody. */
class AsyncFormsTest {
    private static final String NAME = "thing";

    private final LocalHolder holder = new LocalHolder();
    private final SharedState here = holder.client(Runnable::run);
    private final SharedState there = holder.client(Runnable::run);

    @Test
    void who_waits_for_a_condition_has_the_lock_again_after_the_signal() {
        SharedLock.Held waiter = here.lock(NAME).lockAsync().join();
        CompletableFuture<SharedLock.Held> again = waiter.await("ready");
        SharedLock.Held producer = there.lock(NAME).lockAsync().join();
        assertThat(again).isNotDone();

        producer.signal("other").join();
        producer.signal("ready").join();
        assertThat(again).isNotDone();
        long token = producer.token();
        producer.unlock().join();

        assertThat(again.join().token()).isGreaterThan(token);
        again.join().unlock().join();
        assertThat(there.lock(NAME).isLocked()).isFalse();
    }

    @Test
    void a_signal_to_all_lets_all_go_on() {
        CompletableFuture<SharedLock.Held> one =
                here.lock(NAME).lockAsync().join().await("ready");
        CompletableFuture<SharedLock.Held> other =
                there.lock(NAME).lockAsync().join().await("ready");
        SharedLock.Held producer = here.lock(NAME).lockAsync().join();
        producer.signalAll("ready").join();
        producer.unlock().join();

        one.join().unlock().join();
        other.join().unlock().join();
    }

    @Test
    void who_no_longer_waits_for_a_condition_does_not_keep_the_lock() {
        CompletableFuture<SharedLock.Held> waits =
                here.lock(NAME).lockAsync().join().await("ready");

        waits.cancel(false);

        assertThat(there.lock(NAME).tryLock()).isTrue();
    }

    @Test
    void nor_does_one_that_goes_away_while_others_have_the_lock() {
        CompletableFuture<SharedLock.Held> waits =
                here.lock(NAME).lockAsync().join().await("ready");
        there.lock(NAME).lock();
        waits.cancel(false);
        there.lock(NAME).unlock();

        assertThat(there.lock(NAME).isLocked()).isFalse();
    }

    @Test
    void who_has_given_the_lock_up_can_neither_wait_nor_signal() {
        SharedLock.Held held = here.lock(NAME).lockAsync().join();
        held.unlock().join();

        assertThatThrownBy(held.await("ready")::join).hasCauseInstanceOf(IllegalMonitorStateException.class);
        assertThatThrownBy(held.signal("ready")::join).hasCauseInstanceOf(IllegalMonitorStateException.class);
    }

    @Test
    void parties_of_a_barrier_go_on_together_and_learn_that_one_went_away() {
        CompletableFuture<Integer> first = here.barrier(NAME, 2).awaitAsync();
        assertThat(first).isNotDone();
        assertThat(there.barrier(NAME, 2).awaitAsync().join()).isZero();
        assertThat(first.join()).isEqualTo(1);

        CompletableFuture<Integer> leaves = here.barrier(NAME + 3, 3).awaitAsync();
        CompletableFuture<Integer> stays = there.barrier(NAME + 3, 3).awaitAsync();
        leaves.cancel(false);
        assertThatThrownBy(stays::get).hasCauseInstanceOf(BrokenBarrierException.class);
        there.barrier(NAME + 3, 3).resetAsync().join();
        assertThat(here.barrier(NAME + 3, 3).isBroken()).isFalse();
    }

    @Test
    void an_event_is_set_and_cleared() {
        CompletableFuture<Void> waits = here.event(NAME).awaitAsync();
        there.event(NAME).setAsync().join();
        assertThat(waits).isCompleted();
        assertThat(here.event(NAME).isSetAsync().join()).isTrue();
        here.event(NAME).clearAsync().join();
        assertThat(here.event(NAME).isSetAsync().join()).isFalse();
    }

    @Test
    void a_list_changes_and_is_read() {
        SharedList<Integer> list = here.list(NAME, Integer.class);
        list.addAsync(1).join();
        list.addAsync(2).join();
        assertThat(list.setAsync(1, 3).join()).isEqualTo(2);
        assertThat(list.getAsync(1).join()).isEqualTo(3);
        assertThat(list.snapshotAsync().join()).containsExactly(1, 3);
        assertThat(list.removeAsync(0).join()).isEqualTo(1);
        assertThat(list.sizeAsync().join()).isEqualTo(1);
        assertThatThrownBy(list.getAsync(1)::join).hasCauseInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> list.getAsync(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void a_queue_a_map_a_value_and_a_counter_too() {
        SharedQueue<String> queue = here.queue(NAME, 1, String.class);
        assertThat(queue.offerAsync("a").join()).isTrue();
        assertThat(queue.offerAsync("b").join()).isFalse();
        assertThat(queue.sizeAsync().join()).isEqualTo(1);
        CompletableFuture<Void> done = queue.joinAsync();
        assertThat(queue.takeAsync().join()).isEqualTo("a");
        assertThat(done).isNotDone();
        queue.taskDoneAsync().join();
        assertThat(done).isCompleted();

        SharedMap<String, Integer> map = here.map(NAME + "-map", String.class, Integer.class);
        assertThat(map.putIfAbsentAsync("a", 1).join()).isNull();
        assertThat(map.replaceAsync("a", 1, 2).join()).isTrue();
        assertThat(map.replaceAsync("a", 1, 3).join()).isFalse();
        assertThat(map.sizeAsync().join()).isEqualTo(1);
        assertThat(map.removeAsync("a").join()).isEqualTo(2);

        SharedValue<String> value = here.value(NAME + "-value", String.class);
        assertThat(value.compareAndSetAsync(Optional.empty(), "a").join()).isTrue();
        assertThat(value.compareAndSetAsync(Optional.empty(), "b").join()).isFalse();
        assertThat(value.removeAsync().join()).contains("a");

        SharedCounter counter = here.counter(NAME + "-counter");
        assertThat(counter.getAndSetAsync(5).join()).isZero();
        assertThat(counter.compareAndSetAsync(5, 7).join()).isTrue();
        assertThat(counter.getAsync().join()).isEqualTo(7);
    }

    @Test
    void several_permits_are_had_and_given_back_at_once() {
        SharedSemaphore semaphore = here.boundedSemaphore(NAME, 3);
        semaphore.acquireAsync(2).join();
        CompletableFuture<Void> waits = there.boundedSemaphore(NAME, 3).acquireAsync(2);
        assertThat(waits).isNotDone();

        semaphore.releaseAsync(2).join();

        assertThat(waits).isCompleted();
        holder.expireAll();
        assertThatThrownBy(there.boundedSemaphore(NAME, 3).releaseAsync(2)::join)
                .hasCauseInstanceOf(LeaseLost.class);
    }
}
