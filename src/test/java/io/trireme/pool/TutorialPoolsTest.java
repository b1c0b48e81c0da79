package io.trireme.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The programs of a tutorial on Python's thread and process pools, P1 to P5, and on greenlets, C4, on a pool of this process. */
class TutorialPoolsTest {
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    private <T> T counted(T value, Runnable work) {
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        work.run();
        running.decrementAndGet();
        return value;
    }

    private static Runnable meeting(CyclicBarrier others) {
        return () -> {
            try {
                others.await(20, TimeUnit.SECONDS);
            } catch (Exception failure) {
                throw new AssertionError("fewer ran together than there are workers", failure);
            }
        };
    }

    /** P1: twenty calls share ten tokens; each takes one, prints, and gives it back. */
    @Test
    void twenty_calls_share_ten_tokens() {
        var printed = new ConcurrentLinkedQueue<String>();
        var together = new CyclicBarrier(10);
        try (var pool = LocalPool.<Integer, Boolean>calling(
                        number -> counted(printed.add("call " + number), meeting(together)))
                .processes(10)
                .open()) {
            range(0, 20).forEach(pool::applyAsync);
        }

        assertThat(printed).hasSize(20).doesNotHaveDuplicates();
        assertThat(most).hasValue(10);
    }

    /** P2: threads start only when none is free, up to a maximum; the callback gets status and value. */
    @Test
    void workers_start_only_when_none_is_free_up_to_the_maximum() throws Exception {
        var hold = new CountDownLatch(1);
        var last = new AtomicReference<Thread>();
        try (var pool = LocalPool.<Integer, Integer>calling(number -> {
                    last.set(Thread.currentThread());
                    if (number < 0) {
                        hold.await();
                    }
                    return number;
                })
                .processes(3)
                .open()) {
            assertThat(pool.startedWorkers()).isZero();
            for (int i = 0; i < 20; i++) {
                pool.apply(i);
                await().until(() -> pool.freeWorkers() == 1 && last.get().getState() == Thread.State.WAITING);
            }
            assertThat(pool.startedWorkers()).isEqualTo(1);

            range(-10, 0).forEach(pool::applyAsync);
            await().until(() -> pool.startedWorkers() == 3);
            assertThat(pool.freeWorkers()).isZero();
            hold.countDown();
            await().until(() -> pool.freeWorkers() == 3);
        }
    }

    @Test
    void the_callback_gets_status_and_value_and_what_it_throws_is_swallowed() {
        var told = new ConcurrentLinkedQueue<String>();
        try (var pool = LocalPool.<Integer, Integer>calling(number -> 10 / number)
                .processes(2)
                .open()) {
            for (int number : List.of(5, 0, 2)) {
                pool.applyAsync(number, ended -> {
                    switch (ended) {
                        case Ended.Returned<Integer>(Integer value) -> told.add("true " + value);
                        case Ended.Threw<Integer>(RuntimeException failure) -> told.add("false " + failure.getCause());
                    }
                    throw new IllegalStateException("a callback of a test");
                });
            }
        }

        assertThat(told)
                .containsExactlyInAnyOrder("true 2", "false java.lang.ArithmeticException: / by zero", "true 5");
    }

    @Test
    void close_ends_after_the_queued_work_and_terminate_at_once() throws Exception {
        var done = new AtomicInteger();
        var closed = LocalPool.<Integer, Integer>calling(number -> done.incrementAndGet())
                .processes(2)
                .open();
        range(0, 1_000).forEach(closed::applyAsync);
        closed.close();
        assertThat(done).hasValue(1_000);

        var begun = new AtomicInteger();
        var never = new CountDownLatch(1);
        var terminated = LocalPool.<Integer, Integer>calling(number -> {
                    begun.incrementAndGet();
                    never.await();
                    return number;
                })
                .processes(2)
                .open();
        range(0, 1_000).forEach(terminated::applyAsync);
        await().until(() -> begun.get() == 2);
        terminated.terminate();
        terminated.join();
        assertThat(begun).hasValue(2);
    }

    /** P3: apply over 1 to 30 runs one call after another, apply_async five at a time, each calling back with value + 100. */
    @Test
    void apply_runs_one_call_after_another_and_apply_async_five_at_a_time() throws Exception {
        try (var pool = LocalPool.<Integer, Integer>calling(number -> counted(number, Thread::onSpinWait))
                .processes(5)
                .open()) {
            for (int number : range(1, 31)) {
                assertThat(pool.apply(number)).isEqualTo(number);
            }
        }
        assertThat(most).hasValue(1);

        var called = new ConcurrentLinkedQueue<Integer>();
        var together = new CyclicBarrier(5);
        try (var pool = LocalPool.<Integer, Integer>calling(number -> counted(number + 100, meeting(together)))
                .processes(5)
                .open()) {
            range(1, 31).forEach(number -> pool.applyAsync(number, called::add, failure -> called.add(-1)));
        }
        assertThat(most).hasValue(5);
        assertThat(called).containsExactlyInAnyOrderElementsOf(range(101, 131));
    }

    /** P4: as many workers as processors; an initializer in each; a worker is replaced after so many calls. */
    @Test
    void there_are_as_many_workers_as_processors_and_each_is_initialized_once() {
        int processors = Runtime.getRuntime().availableProcessors();
        var initialized = new ConcurrentLinkedQueue<Long>();
        Set<Long> workers = ConcurrentHashMap.newKeySet();
        var together = new CyclicBarrier(processors);
        try (var pool = LocalPool.<Integer, Boolean>calling(number -> {
                    meeting(together).run();
                    return workers.add(Thread.currentThread().threadId());
                })
                .initializer(() -> initialized.add(Thread.currentThread().threadId()))
                .open()) {
            range(0, processors * 10).forEach(pool::applyAsync);
        }

        assertThat(workers).hasSize(processors);
        assertThat(initialized).containsExactlyInAnyOrderElementsOf(workers);
    }

    @Test
    void a_worker_is_replaced_after_so_many_calls() throws Exception {
        var initialized = new AtomicInteger();
        try (var pool = LocalPool.<Integer, Long>calling(
                        number -> Thread.currentThread().threadId())
                .processes(1)
                .maxTasksPerWorker(2)
                .initializer(initialized::incrementAndGet)
                .open()) {
            List<Long> one = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                one.add(pool.apply(i));
            }
            assertThat(one.get(0)).isEqualTo(one.get(1)).isNotEqualTo(one.get(2));
            assertThat(Set.copyOf(one)).hasSize(3);

            assertThat(Set.copyOf(pool.map(range(0, 10), 1))).hasSize(5);
            assertThat(pool.startedWorkers()).isEqualTo(1);
        }
        assertThat(initialized).hasValue(8);
    }

    /** C4: spawned tasks switch at each pause, so both first lines come before both second lines; join all. */
    @Test
    void spawned_functions_switch_at_each_pause_and_all_are_joined() throws Exception {
        var lines = new ConcurrentLinkedQueue<String>();
        var pause = new CyclicBarrier(2);
        try (var pool = SpawnPool.open()) {
            AsyncResult<String> one = pool.spawn(() -> twoLines("one", lines, pause));
            AsyncResult<Integer> two =
                    pool.spawn(() -> twoLines("two", lines, pause).length());
            AsyncResult<Object> broken = pool.spawn(() -> {
                throw new IllegalStateException("broken");
            });

            SpawnPool.joinAll(one, two, broken);

            assertThat(one.get()).isEqualTo("one");
            assertThat(two.get()).isEqualTo(3);
            assertThat(broken.isSuccessful()).isFalse();
        }
        List<String> inOrder = List.copyOf(lines);
        assertThat(inOrder.subList(0, 2)).containsExactlyInAnyOrder("one 1", "two 1");
        assertThat(inOrder.subList(2, 4)).containsExactlyInAnyOrder("one 2", "two 2");
    }

    private static String twoLines(String name, Collection<String> lines, CyclicBarrier pause) throws Exception {
        lines.add(name + " 1");
        pause.await(20, TimeUnit.SECONDS);
        lines.add(name + " 2");
        return name;
    }

    /** P5: every verb once. */
    @Test
    void all_verbs_do_what_they_do_in_python() throws Exception {
        var called = new ConcurrentLinkedQueue<Object>();
        try (var pool = LocalPool.<Integer, Integer>calling(number -> number * number)
                        .processes(4)
                        .open();
                var pairs = LocalPool.<Integer, Integer, Integer>calling(Math::multiplyExact)
                        .processes(4)
                        .open()) {
            assertThat(pool.map(range(0, 5))).containsExactly(0, 1, 4, 9, 16);
            pool.mapAsync(range(0, 3), called::add, called::add).get();
            assertThat(called).containsExactly(List.of(0, 1, 4));
            assertThat(pool.imap(range(0, 5), 2)).containsExactly(0, 1, 4, 9, 16);
            assertThat(pool.imapUnordered(range(0, 5))).containsExactlyInAnyOrder(0, 1, 4, 9, 16);
            assertThat(pool.imap(Stream.iterate(1, number -> number + 1)::iterator)
                            .limit(3))
                    .containsExactly(1, 4, 9);
            assertThat(pairs.starmap(List.of(List.of(1, 2), List.of(3, 4)))).containsExactly(2, 12);
            assertThat(pairs.starmapAsync(List.of(List.of(5, 6))).get()).containsExactly(30);
            assertThat(pool.chunkSize(160)).isEqualTo(10);

            assertThatIllegalStateException().isThrownBy(pool::join);
            pool.close();
            pool.join();
            assertThatIllegalStateException().isThrownBy(() -> pool.map(List.of(1)));
        }
    }
}
