package io.trireme.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the JDK's interfaces promise beyond what other tests of shared objects show: what is refused, and how. */
class JdkContractsTest {
    private final LocalHolder holder = new LocalHolder();
    private final SharedState state = holder.client(Runnable::run);

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void a_full_queue_and_an_empty_one_throw_from_the_methods_that_do_not_wait() {
        BlockingQueue<String> queue = state.queue("q", 1, String.class);
        assertThatThrownBy(queue::element).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(queue::remove).isInstanceOf(NoSuchElementException.class);

        assertThat(queue.add("a")).isTrue();

        assertThatThrownBy(() -> queue.add("b")).isInstanceOf(IllegalStateException.class);
        assertThat(queue.contains("a")).isTrue();
        assertThat(queue.element()).isEqualTo("a");
        assertThat(queue.remove()).isEqualTo("a");
    }

    @Test
    void a_queue_is_drained_up_to_so_many_and_not_into_itself() {
        BlockingQueue<Integer> queue = state.queue("q", 5, Integer.class);
        queue.addAll(List.of(1, 2, 3));
        var drained = new ArrayList<Integer>();

        assertThat(queue.drainTo(drained, 2)).isEqualTo(2);

        assertThat(drained).containsExactly(1, 2);
        assertThat(queue.remainingCapacity()).isEqualTo(4);
        assertThatThrownBy(() -> queue.drainTo(queue)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @SuppressWarnings("NullAway") // what is to be refused
    void nothing_takes_a_null() {
        BlockingQueue<String> queue = state.queue("q", 1, String.class);
        ConcurrentMap<String, String> map = state.map("m", String.class, String.class);

        assertThatThrownBy(() -> queue.offer(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> queue.put(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> map.put(null, "v")).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> map.put("k", null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> map.get(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void a_map_computes_and_merges_against_what_is_there() {
        ConcurrentMap<String, Integer> map = state.map("m", String.class, Integer.class);

        assertThat(map.computeIfAbsent("k", key -> 1)).isEqualTo(1);
        assertThat(map.computeIfAbsent("k", key -> 2)).isEqualTo(1);
        assertThat(map.computeIfPresent("k", (key, value) -> value + 1)).isEqualTo(2);
        assertThat(map.compute("k", (key, value) -> null)).isNull();
        assertThat(map.getOrDefault("k", 7)).isEqualTo(7);
        assertThat(map.replace("k", 1)).isNull();
        assertThat(map).isEmpty();
    }

    @Test
    void a_list_is_equal_to_one_with_the_same_elements_and_can_be_searched() {
        List<String> list = state.list("l", String.class);
        list.addAll(List.of("a", "b", "a"));
        list.add(1, "c");

        assertThat(list).isEqualTo(List.of("a", "c", "b", "a"));
        assertThat(list.indexOf("a")).isZero();
        assertThat(list.lastIndexOf("a")).isEqualTo(3);
        assertThat(list.remove("b")).isTrue();
        assertThat(list.remove("b")).isFalse();
        assertThatThrownBy(() -> list.set(3, "d")).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> list.remove(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void a_list_is_thinned_out_by_its_iterator_unless_somebody_changes_it_meanwhile() {
        List<Integer> list = state.list("l", Integer.class);
        list.addAll(List.of(1, 2, 1, 3, 1));

        list.removeIf(number -> number > 1);
        assertThat(list).containsExactly(1, 1, 1);

        list.set(2, 2);
        Iterator<Integer> walk = list.iterator();
        walk.next();
        walk.next();
        walk.next();
        list.add(0, 0);
        assertThatThrownBy(walk::remove).isInstanceOf(ConcurrentModificationException.class);
        assertThat(list).containsExactly(0, 1, 1, 2);
    }

    @Test
    void a_condition_is_waited_for_under_its_lock_only_and_not_beyond_its_time() throws Exception {
        Lock lock = state.lock("door");
        Condition condition = lock.newCondition();
        assertThatThrownBy(condition::await).isInstanceOf(IllegalMonitorStateException.class);
        assertThatThrownBy(condition::signalAll).isInstanceOf(IllegalMonitorStateException.class);

        lock.lock();

        assertThat(condition.await(1, TimeUnit.NANOSECONDS)).isFalse();
        assertThat(condition.awaitNanos(1)).isNotPositive();
        assertThat(condition.awaitUntil(Date.from(Instant.EPOCH))).isFalse();
        lock.unlock();
        assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
    }

    @Test
    void who_is_interrupted_before_it_waits_does_not_begin_to() throws Exception {
        Lock lock = state.lock("door");
        BlockingQueue<String> queue = state.queue("q", 1, String.class);
        int sent = holder.sent.size();

        Thread.currentThread().interrupt();
        assertThatThrownBy(lock::lockInterruptibly).isInstanceOf(InterruptedException.class);
        Thread.currentThread().interrupt();
        assertThatThrownBy(queue::take).isInstanceOf(InterruptedException.class);

        assertThat(holder.sent).hasSize(sent);
        assertThat(lock.tryLock()).isTrue();
    }
}
