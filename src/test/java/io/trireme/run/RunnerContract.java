package io.trireme.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every bank of oars has to hold to. */
abstract class RunnerContract {
    private final List<Runner> opened = new ArrayList<>();
    private final CountDownLatch hold = new CountDownLatch(1);

    abstract Runner make(int concurrency, int capacity);

    private Runner runner(int concurrency) {
        Runner runner = make(concurrency, 10_000);
        opened.add(runner);
        return runner;
    }

    @AfterEach
    void close() {
        hold.countDown();
        opened.forEach(Runner::close);
    }

    @Test
    void runs_everything_that_was_offered() throws Exception {
        Runner runner = runner(8);
        var done = new CountDownLatch(10_000);
        for (int i = 0; i < 10_000; i++) {
            offer(runner, done::countDown);
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void no_work_is_left_beside_an_idle_worker_however_the_two_meet() throws Exception {
        Runner runner = runner(1);
        for (int i = 0; i < 50_000; i++) { // each offer meets the one worker on its way to rest
            var done = new CountDownLatch(1);
            offer(runner, done::countDown);
            assertThat(done.await(10, TimeUnit.SECONDS)).as("offer %d", i).isTrue();
        }
    }

    @Test
    void runs_each_work_of_a_stretch_once() throws Exception {
        Runner runner = runner(8);
        int stretches = 300;
        var runs = new AtomicIntegerArray(stretches * 32);
        var done = new CountDownLatch(runs.length());
        for (int i = 0; i < stretches; i++) {
            var works = new Work[32];
            for (int j = 0; j < works.length; j++) {
                int number = i * works.length + j;
                works[j] = work(() -> runs.incrementAndGet(number), Work.NONE, done);
            }
            runner.offerAll(works);
            runner.signal();
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < runs.length(); i++) {
            assertThat(runs.get(i)).as("runs of work %d", i).isEqualTo(1);
        }
    }

    @Test
    void works_of_a_stretch_run_on_as_many_workers_as_there_are() throws Exception {
        Runner runner = runner(7);
        var together = new CyclicBarrier(7);
        var done = new CountDownLatch(21);
        var works = new Work[21];
        for (int i = 0; i < works.length; i++) {
            works[i] = work(() -> waitFor(together), Work.NONE, done);
        }
        runner.offerAll(works);
        runner.signal();
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void has_room_for_all_that_is_in_flight_beside_stretches_that_others_have_emptied() throws Exception {
        int most = 8;
        Runner runner = make(1, Runner.forStretches(most));
        opened.add(runner);
        var random = new Random(7);
        var go = new Semaphore(0);
        var ended = new Semaphore(0);
        int inFlight = 0;
        for (int i = 0; i < 3_000; i++) {
            var works = new Work[1 + random.nextInt(3)];
            Arrays.setAll(
                    works,
                    each -> work(
                            () -> {
                                go.acquireUninterruptibly();
                                ended.release();
                            },
                            Work.NONE,
                            null));
            for (; inFlight + works.length > most; inFlight--) {
                go.release();
                assertThat(ended.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(runner.offerAll(works)).as("room for offer %d", i).isTrue();
            runner.signal();
            inFlight += works.length;
        }
        go.release(inFlight);
    }

    @Test
    void no_work_is_left_behind_one_that_lasts_however_the_workers_meet() throws Exception {
        Runner runner = runner(2);
        for (int i = 0; i < 20_000; i++) { // each offer meets the two on their way to rest
            var second = new CountDownLatch(1);
            var first = new CountDownLatch(1);
            offer(runner, Thread::onSpinWait); // whoever takes it comes to the stretch without having searched
            runner.offerAll(
                    new Work[] {work(() -> waitFor(second), Work.NONE, first), work(() -> {}, Work.NONE, second)});
            runner.signal();
            assertThat(first.await(10, TimeUnit.SECONDS)).as("offer %d", i).isTrue();
        }
    }

    @Test
    void runs_as_much_at_once_as_its_concurrency_and_no_more() throws Exception {
        Runner runner = runner(7);
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var together = new CyclicBarrier(7);
        var done = new CountDownLatch(70);
        for (int i = 0; i < 70; i++) {
            offer(runner, () -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                waitFor(together);
                running.decrementAndGet();
                done.countDown();
            });
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(most).hasValue(7);
    }

    @Test
    void its_concurrency_is_lowered_and_raised_while_lanes_of_it_run() throws Exception {
        Runner runner = runner(6);
        var running = new AtomicInteger();
        var tickets = new Semaphore(0, true); // first come, first served: each of those that run gets one
        var ended = new AtomicInteger();
        for (int lane = 0; lane < 40; lane++) {
            Work chain = Work.NONE;
            for (int i = 0; i < 10; i++) {
                chain = work(
                        () -> {
                            running.incrementAndGet();
                            tickets.acquireUninterruptibly();
                            running.decrementAndGet();
                            ended.incrementAndGet();
                        },
                        chain,
                        null);
            }
            runner.offer(chain);
            runner.signal();
        }
        await().until(() -> running.get() == 6);

        runner.limit(2);
        tickets.release(6); // each of the six ends one; four of them leave their lanes to others
        await().until(() -> ended.get() == 6 && running.get() == 2);
        tickets.release(60);
        await().until(() -> ended.get() == 66 && running.get() == 2);
        assertThat(runner.limit()).isEqualTo(2);

        runner.limit(8);
        await().until(() -> running.get() == 8);
        tickets.release(1_000);
        await().until(() -> ended.get() == 400);
    }

    @Test
    void no_work_is_left_waiting_while_the_concurrency_changes() throws Exception {
        Runner runner = runner(3);
        var done = new CountDownLatch(50_000);
        var changes = new Thread(() -> {
            for (int i = 0; done.getCount() > 0; i++) {
                runner.limit(1 + i % 5);
            }
        });
        changes.start();
        for (int i = 0; i < 50_000; i++) {
            var one = new CountDownLatch(1);
            offer(runner, () -> {
                one.countDown();
                done.countDown();
            });
            assertThat(one.await(10, TimeUnit.SECONDS)).as("offer %d", i).isTrue();
        }
        changes.join();
    }

    @Test
    void starts_workers_only_when_work_waits_and_none_is_idle() throws Exception {
        Runner runner = runner(50);
        for (int i = 0; i < 20; i++) {
            var done = new CountDownLatch(1);
            offer(runner, done::countDown);
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
            await().until(() -> runner.busy() == 0);
        }
        assertThat(runner.workers(100).size()).isLessThanOrEqualTo(3);
    }

    @Test
    void a_worker_whose_work_was_its_last_ends_and_another_takes_its_place() throws Exception {
        Runner runner = runner(1);
        var threads = new ConcurrentLinkedQueue<Thread>();
        var done = new CountDownLatch(1_000);
        for (int i = 0; i < 1_000; i++) {
            assertThat(runner.offer(() -> {
                        threads.add(Thread.currentThread());
                        done.countDown();
                        return Work.LAST;
                    }))
                    .isTrue();
        }
        runner.signal();

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(threads).doesNotHaveDuplicates();
        await().until(() -> threads.stream().noneMatch(Thread::isAlive));
        assertThat(runner.workers(10)).hasSize(1);
    }

    @Test
    void goes_on_with_what_follows_in_the_lane_in_order() throws Exception {
        Runner runner = runner(4);
        var order = new ArrayList<Integer>(); // one lane: one at a time, each seeing what the one before did
        var done = new CountDownLatch(1);
        Work chain = Work.NONE;
        for (int i = 999; i >= 0; i--) {
            int number = i;
            Work next = chain;
            chain = work(() -> order.add(number), next, number == 999 ? done : null);
        }
        runner.offer(chain);
        runner.signal();
        for (int i = 0; i < 100; i++) {
            offer(runner, Thread::onSpinWait); // others that wait, so that the lane has to give way now and then
        }
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(order).hasSize(1_000).isSorted();
    }

    @Test
    void a_long_lane_gives_way_to_others_that_wait() throws Exception {
        Runner runner = runner(1);
        var ran = new AtomicInteger();
        var other = new AtomicInteger(-1);
        var done = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        Work chain = Work.NONE;
        for (int i = 0; i < 5_000; i++) {
            boolean last = i == 0;
            boolean first = i == 4_999;
            chain = work(
                    () -> {
                        if (first) {
                            begun.countDown();
                            waitFor(hold);
                        }
                        ran.incrementAndGet();
                    },
                    chain,
                    last ? done : null);
        }
        runner.offer(chain);
        runner.signal();
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        offer(runner, () -> other.set(ran.get()));
        hold.countDown();

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(other.get()).isBetween(1, 200);
    }

    @Test
    void is_crowded_while_more_waits_than_its_workers_soon_come_to() {
        Runner runner = runner(1);
        for (int i = 0; i < 500; i++) {
            offer(runner, () -> waitFor(hold));
        }
        assertThat(runner.isCrowded()).isFalse();
        for (int i = 0; i < 100; i++) {
            offer(runner, () -> waitFor(hold));
        }
        assertThat(runner.isCrowded()).isTrue();

        hold.countDown();
        await().until(() -> !runner.isCrowded());
    }

    @Test
    void tells_what_runs() throws Exception {
        Runner runner = runner(3);
        var begun = new CountDownLatch(1);
        Work held = work(
                () -> {
                    begun.countDown();
                    waitFor(hold);
                },
                Work.NONE,
                null);
        assertThat(runner.runs(work -> work == held)).isFalse();
        runner.offer(held);
        runner.signal();
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(runner.runs(work -> work == held)).isTrue();
        assertThat(runner.busy()).isEqualTo(1);
        assertThat(runner.workers(10).getFirst().state()).isEqualTo(WorkerView.State.BUSY);
        assertThat(runner.workers(10).getFirst().name()).startsWith("trireme-contract-");

        hold.countDown();
        await().until(() -> !runner.runs(work -> work == held));
    }

    @Test
    void interrupts_the_work_that_is_meant_and_no_other() throws Exception {
        Runner runner = runner(2);
        var both = new CountDownLatch(2);
        var interrupted = ConcurrentHashMap.<String>newKeySet();
        var release = new CountDownLatch(1);
        var ended = new CountDownLatch(2);
        Work meant = work(() -> sleepUntil(both, release, interrupted, "meant", ended), Work.NONE, null);
        Work other = work(() -> sleepUntil(both, release, interrupted, "other", ended), Work.NONE, null);
        runner.offer(meant);
        runner.offer(other);
        runner.signal();
        assertThat(both.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(runner.interrupt(work -> work == meant)).isEqualTo(1);
        await().until(() -> interrupted.contains("meant"));
        release.countDown();

        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(interrupted).containsExactly("meant");
    }

    @Test
    void an_interrupt_never_hits_the_work_that_comes_after() throws Exception {
        Runner runner = runner(1);
        var leaked = new AtomicBoolean();
        for (int i = 0; i < 2_000; i++) {
            var done = new CountDownLatch(1);
            Work after = work(
                    () -> {
                        if (Thread.currentThread().isInterrupted()) {
                            leaked.set(true);
                        }
                    },
                    Work.NONE,
                    done);
            Work first = work(Thread::onSpinWait, after, null);
            runner.offer(first);
            runner.signal();
            runner.interrupt(work -> work == first);
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(leaked).isFalse();
    }

    private static void sleepUntil(
            CountDownLatch begun,
            CountDownLatch release,
            ConcurrentHashMap.KeySetView<String, Boolean> interrupted,
            String name,
            CountDownLatch ended) {
        begun.countDown();
        try {
            release.await();
        } catch (InterruptedException meant) {
            interrupted.add(name);
        }
        ended.countDown();
    }

    private static void offer(Runner runner, Runnable what) {
        assertThat(runner.offer(work(what, Work.NONE, null))).isTrue();
        runner.signal();
    }

    private static Work work(Runnable what, Work next, CountDownLatch done) {
        return () -> {
            what.run();
            if (done != null) {
                done.countDown();
            }
            return next;
        };
    }

    private static void waitFor(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError("fewer ran together than there was room for", failure);
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
