package io.trireme.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every back end of a pool has to hold to, verb by verb. */
abstract class PoolContract {
    static final Duration SOON = Duration.ofSeconds(20);

    /** Most items of one imap that are begun and not read, in the pools of this suite. */
    static final int WINDOW = 40;

    final CountDownLatch hold = new CountDownLatch(1);
    private final List<Pool<?, ?>> opened = new ArrayList<>();

    /** A pool of four workers. */
    abstract Pool<Integer, Integer> open(LocalPool.Call<Integer, Integer> call) throws Exception;

    /** A pool of four workers whose function takes two numbers. */
    abstract Pool<List<?>, Integer> open(LocalPool.BiCall<Integer, Integer, Integer> call) throws Exception;

    /** Calls that may still begin after terminate, for as long as the workers have not heard of it. */
    int begunAfterTerminate() {
        return 0;
    }

    private Pool<Integer, Integer> pool(LocalPool.Call<Integer, Integer> call) throws Exception {
        Pool<Integer, Integer> pool = open(call);
        opened.add(pool);
        return pool;
    }

    @AfterEach
    void close() {
        hold.countDown();
        opened.forEach(Pool::terminate);
    }

    private static int squareOfEven(int number) {
        if (number % 2 == 1) {
            throw new IllegalArgumentException(number + " is odd");
        }
        return number * number;
    }

    private static List<Integer> numbers(int below) {
        return IntStream.range(0, below).boxed().toList();
    }

    private int held(int number) throws InterruptedException {
        hold.await();
        return number;
    }

    @Test
    void apply_waits_for_what_the_call_returns() throws Exception {
        Pool<Integer, Integer> pool = pool(number -> number * number);

        assertThat(pool.apply(7)).isEqualTo(49);
    }

    @Test
    void apply_throws_what_the_call_threw() throws Exception {
        Pool<Integer, Integer> pool = pool(PoolContract::squareOfEven);

        assertThatExceptionOfType(CallFailed.class)
                .isThrownBy(() -> pool.apply(7))
                .satisfies(failure -> assertThat(failure.index()).isZero())
                .withMessageContaining("7 is odd")
                .havingCause()
                .withMessageContaining("7 is odd");
    }

    @Test
    void apply_async_calls_back_before_its_result_is_ready() throws Exception {
        Pool<Integer, Integer> pool = pool(number -> number * number);
        var value = new AtomicInteger();

        AsyncResult<Integer> result = pool.applyAsync(7, value::set, failure -> value.set(-1));

        assertThat(result.get(SOON)).isEqualTo(49);
        assertThat(value).hasValue(49);
        assertThat(result.isReady()).isTrue();
        assertThat(result.isSuccessful()).isTrue();
        assertThat(result.stage().toCompletableFuture().get()).isEqualTo(49);
    }

    @Test
    void a_failed_call_calls_the_other_callback() throws Exception {
        Pool<Integer, Integer> pool = pool(PoolContract::squareOfEven);
        var told = new AtomicReference<RuntimeException>();

        AsyncResult<Integer> result = pool.applyAsync(7, value -> {}, told::set);

        assertThat(result.await(SOON)).isTrue();
        assertThat(result.isSuccessful()).isFalse();
        assertThat(told.get()).isInstanceOf(CallFailed.class).hasMessageContaining("7 is odd");
        assertThatThrownBy(() -> result.stage().toCompletableFuture().get()).hasCauseInstanceOf(CallFailed.class);
    }

    @Test
    void a_callback_may_take_status_and_value_in_one() throws Exception {
        Pool<Integer, Integer> pool = pool(PoolContract::squareOfEven);
        var ends = new ConcurrentLinkedQueue<Ended<Integer>>();

        pool.applyAsync(4, ends::add).await(SOON);
        pool.applyAsync(7, ends::add).await(SOON);

        assertThat(ends.poll()).isEqualTo(new Ended.Returned<>(16));
        assertThat(ends.poll()).isInstanceOf(Ended.Threw.class);
    }

    @Test
    void a_callback_that_throws_changes_nothing() throws Exception {
        Pool<Integer, Integer> pool = pool(number -> number * number);

        AsyncResult<Integer> result = pool.applyAsync(7, ended -> {
            throw new IllegalStateException("a callback of a test");
        });

        assertThat(result.get(SOON)).isEqualTo(49);
        assertThat(pool.apply(8)).isEqualTo(64);
    }

    @Test
    void a_result_that_is_not_there_in_time_may_come_later() throws Exception {
        Pool<Integer, Integer> pool = pool(this::held);
        AsyncResult<Integer> result = pool.applyAsync(7);

        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> result.get(Duration.ofMillis(5)));
        assertThat(result.await(Duration.ofMillis(5))).isFalse();
        assertThat(result.isReady()).isFalse();
        assertThatIllegalStateException().isThrownBy(result::isSuccessful);

        hold.countDown();
        assertThat(result.get(SOON)).isEqualTo(7);
    }

    @Test
    void a_call_that_is_cancelled_is_interrupted() throws Exception {
        var begun = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        Pool<Integer, Integer> pool = pool(number -> {
            begun.countDown();
            try {
                return held(number);
            } catch (InterruptedException cancelled) {
                interrupted.countDown();
                throw cancelled;
            }
        });
        AsyncResult<Integer> result = pool.applyAsync(7);
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

        assertThat(result.cancel()).isTrue();

        assertThatExceptionOfType(CancellationException.class).isThrownBy(result::get);
        assertThat(result.cancel()).isFalse();
        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void map_gives_the_results_in_the_order_of_the_arguments_whatever_the_chunk() throws Exception {
        Pool<Integer, Integer> pool = pool(number -> number * number);
        List<Integer> squares =
                numbers(100).stream().map(number -> number * number).toList();

        assertThat(pool.map(numbers(100))).isEqualTo(squares);
        assertThat(pool.map(numbers(100), 1)).isEqualTo(squares);
        assertThat(pool.map(numbers(100), 7)).isEqualTo(squares);
        assertThat(pool.map(numbers(100), 1_000)).isEqualTo(squares);
        assertThat(pool.map(List.of())).isEmpty();
    }

    @Test
    void what_one_call_of_a_map_throws_comes_once_with_its_index_and_the_others_are_made() throws Exception {
        var made = new AtomicInteger();
        Pool<Integer, Integer> pool = pool(number -> {
            made.incrementAndGet();
            return squareOfEven(number);
        });

        assertThatExceptionOfType(CallFailed.class)
                .isThrownBy(() -> pool.map(List.of(0, 2, 4, 7, 8, 9, 10), 3))
                .satisfies(failure -> assertThat(failure.index()).isEqualTo(3))
                .withMessageContaining("2 of 7 calls failed")
                .withMessageContaining("7 is odd");
        assertThat(made).hasValue(7);
    }

    @Test
    void map_async_calls_back_with_all_results() throws Exception {
        Pool<Integer, Integer> pool = pool(PoolContract::squareOfEven);
        var told = new ConcurrentLinkedQueue<Object>();

        pool.mapAsync(List.of(2, 4), told::add, told::add).await(SOON);
        pool.mapAsync(List.of(2, 3), told::add, told::add).await(SOON);
        pool.mapAsync(List.of(6), 1, told::add).await(SOON);

        assertThat(told.poll()).isEqualTo(List.of(4, 16));
        assertThat(told.poll()).isInstanceOfSatisfying(CallFailed.class, failure -> assertThat(failure.index())
                .isEqualTo(1));
        assertThat(told.poll()).isEqualTo(new Ended.Returned<>(List.of(36)));
    }

    @Test
    void a_map_whose_arguments_throw_half_way_makes_no_call() throws Exception {
        var made = new AtomicInteger();
        Pool<Integer, Integer> pool = pool(number -> made.incrementAndGet());

        assertThatIllegalStateException()
                .isThrownBy(() -> pool.map(breaking(5)))
                .withMessage("no more than 5");

        assertThat(pool.apply(1)).isEqualTo(1);
    }

    /** Gives so many numbers, and then throws. */
    private static Iterable<Integer> breaking(int after) {
        return () -> IntStream.iterate(0, number -> number + 1)
                .map(number -> {
                    if (number == after) {
                        throw new IllegalStateException("no more than " + after);
                    }
                    return number;
                })
                .boxed()
                .iterator();
    }

    @Test
    void imap_gives_results_in_the_order_of_the_arguments() throws Exception {
        Pool<Integer, Integer> pool = pool(number -> number * number);
        List<Integer> squares =
                numbers(100).stream().map(number -> number * number).toList();

        assertThat(pool.imap(numbers(100)).toList()).isEqualTo(squares);
        assertThat(pool.imap(numbers(100), 7).toList()).isEqualTo(squares);
        assertThat(pool.imap(numbers(100), 1_000).toList()).isEqualTo(squares);
        assertThat(pool.imap(List.of()).toList()).isEmpty();
    }

    @Test
    void imap_reads_an_endless_input_no_further_than_its_window() throws Exception {
        var read = new AtomicInteger();
        Pool<Integer, Integer> pool = pool(number -> number + 1);
        Iterable<Integer> endless = Stream.generate(read::getAndIncrement)::iterator;

        Stream<Integer> results = pool.imap(endless, 3);
        assertThat(read).hasValue(0);
        Iterator<Integer> reader = results.iterator();
        for (int i = 0; i < 200; i++) {
            assertThat(reader.next()).isEqualTo(i + 1);
            assertThat(read.get()).isLessThanOrEqualTo(i + 1 + WINDOW + 3);
        }

        results.close();
        assertThat(read.get()).isLessThanOrEqualTo(200 + WINDOW + 3);
    }

    @Test
    void a_call_of_imap_that_throws_does_so_in_its_place_and_the_reader_may_go_on() throws Exception {
        Pool<Integer, Integer> pool = pool(PoolContract::squareOfEven);
        Iterator<Integer> reader = pool.imap(List.of(2, 3, 4), 2).iterator();

        assertThat(reader.next()).isEqualTo(4);
        assertThatExceptionOfType(CallFailed.class)
                .isThrownBy(reader::hasNext)
                .satisfies(failure -> assertThat(failure.index()).isEqualTo(1));
        assertThat(reader.next()).isEqualTo(16);
        assertThat(reader.hasNext()).isFalse();
    }

    @Test
    void what_the_arguments_of_imap_throw_comes_after_the_results_of_what_they_gave() throws Exception {
        Pool<Integer, Integer> pool = pool(number -> number * number);
        Iterator<Integer> ordered = pool.imap(breaking(3), 2).iterator();
        var results = new ArrayList<Integer>();

        for (int i = 0; i < 3; i++) {
            results.add(ordered.next());
        }

        assertThat(results).containsExactly(0, 1, 4);
        assertThatIllegalStateException().isThrownBy(ordered::hasNext).withMessage("no more than 3");
        assertThat(ordered.hasNext()).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(() -> pool.imapUnordered(breaking(3)).toList())
                .withMessage("no more than 3");
    }

    @Test
    void imap_unordered_gives_first_what_is_done_first() throws Exception {
        Pool<Integer, Integer> pool = pool(number -> number == 0 ? held(0) : number);
        Iterator<Integer> reader = pool.imapUnordered(numbers(10)).iterator();
        var results = new ArrayList<Integer>();

        for (int i = 0; i < 9; i++) {
            results.add(reader.next());
        }
        hold.countDown();

        assertThat(results).containsExactlyInAnyOrderElementsOf(numbers(10).subList(1, 10));
        assertThat(reader.next()).isZero();
        assertThat(reader.hasNext()).isFalse();
    }

    @Test
    void closing_a_stream_cancels_what_it_has_not_read() throws Exception {
        var begun = new CountDownLatch(1);
        var others = new CountDownLatch(1);
        var interrupted = new AtomicInteger();
        Pool<Integer, Integer> pool = pool(number -> {
            if (number == 0) {
                begun.countDown();
                others.await();
                return 0;
            }
            others.countDown();
            try {
                return held(number);
            } catch (InterruptedException cancelled) {
                interrupted.incrementAndGet();
                throw cancelled;
            }
        });

        Iterable<Integer> numbers = () -> numbers(30).stream()
                .peek(number -> await().atMost(SOON) // else the others might take all workers
                        .until(() -> number == 0 || begun.getCount() == 0))
                .iterator();
        try (Stream<Integer> results = pool.imap(numbers)) {
            assertThat(results.findFirst()).contains(0);
        }

        assertThat(Thread.ofVirtual().start(pool::close).join(SOON)).isTrue(); // else it waits for what is held
        assertThat(interrupted.get()).isBetween(1, 4);
    }

    @Test
    void starmap_calls_a_function_of_several_arguments() throws Exception {
        Pool<List<?>, Integer> pool = open((Integer first, Integer second) -> first * second);
        opened.add(pool);
        List<List<Integer>> calls = List.of(List.of(2, 3), List.of(4, 5), List.of(6, 7));

        assertThat(pool.starmap(calls)).containsExactly(6, 20, 42);
        assertThat(pool.starmap(calls, 2)).containsExactly(6, 20, 42);
        assertThat(pool.starmapAsync(calls).get(SOON)).containsExactly(6, 20, 42);
        var told = new ConcurrentLinkedQueue<Object>();
        pool.starmapAsync(calls, told::add, told::add).await(SOON);
        assertThat(told).containsExactly(List.of(6, 20, 42));
    }

    @Test
    void a_closed_pool_takes_no_more_calls() throws Exception {
        Pool<Integer, Integer> pool = pool(number -> number);
        pool.close();

        assertThatIllegalStateException().isThrownBy(() -> pool.apply(1));
        assertThatIllegalStateException().isThrownBy(() -> pool.applyAsync(1));
        assertThatIllegalStateException().isThrownBy(() -> pool.map(List.of(1)));
        assertThatIllegalStateException().isThrownBy(() -> pool.mapAsync(List.of()));
        assertThatIllegalStateException().isThrownBy(() -> pool.imap(List.of(1)).toList());
        assertThatIllegalStateException()
                .isThrownBy(() -> pool.imapUnordered(List.of(1)).toList());
        assertThatIllegalStateException().isThrownBy(() -> pool.starmap(List.of(List.of(1))));
    }

    @Test
    void a_pool_has_to_be_closed_or_terminated_before_it_is_joined() throws Exception {
        Pool<Integer, Integer> closed = pool(number -> number);
        Pool<Integer, Integer> terminated = pool(number -> number);

        assertThatIllegalStateException().isThrownBy(closed::join).withMessageContaining("Close or terminate");

        closed.close();
        closed.join();
        terminated.terminate();
        terminated.join();
    }

    @Test
    void close_waits_for_what_was_submitted() throws Exception {
        var begun = new CountDownLatch(1);
        Pool<Integer, Integer> pool = pool(number -> {
            begun.countDown();
            return held(number);
        });
        AsyncResult<List<Integer>> map = pool.mapAsync(numbers(30), 1, ended -> {});
        Thread closer = Thread.ofVirtual().start(pool::close);
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        await().until(() -> closer.getState() == Thread.State.WAITING);
        assertThatIllegalStateException().isThrownBy(() -> pool.applyAsync(1));

        hold.countDown();

        assertThat(closer.join(SOON)).isTrue();
        assertThat(map.isReady()).isTrue();
        assertThat(map.get()).isEqualTo(numbers(30));
    }

    @Test
    void whoever_is_interrupted_while_closing_terminates_the_pool() throws Exception {
        Pool<Integer, Integer> pool = pool(this::held);
        AsyncResult<Integer> call = pool.applyAsync(1);
        var flagged = new AtomicInteger();
        Thread closer = Thread.ofVirtual().start(() -> {
            pool.close();
            flagged.set(Thread.currentThread().isInterrupted() ? 1 : -1);
        });
        await().until(() -> closer.getState() == Thread.State.WAITING);

        closer.interrupt();

        assertThat(closer.join(SOON)).isTrue();
        assertThat(flagged).hasValue(1);
        assertThatExceptionOfType(CancellationException.class).isThrownBy(call::get);
    }

    @Test
    void terminate_interrupts_what_runs_and_never_begins_the_rest() throws Exception {
        var begun = new AtomicInteger();
        var interrupted = new AtomicInteger();
        Pool<Integer, Integer> pool = pool(number -> {
            begun.incrementAndGet();
            try {
                return held(number);
            } catch (InterruptedException terminated) {
                interrupted.incrementAndGet();
                throw terminated;
            }
        });
        AsyncResult<Integer> call = pool.applyAsync(0);
        AsyncResult<List<Integer>> map = pool.mapAsync(numbers(100), 1, ended -> {});
        Iterator<Integer> stream = pool.imap(numbers(100)).iterator();
        var thrown = new FutureTask<>(() -> catchThrowable(stream::hasNext));
        Thread reader = Thread.ofVirtual().start(thrown);
        await().until(() -> begun.get() == 4 && reader.getState() == Thread.State.WAITING);

        pool.terminate();
        pool.join();

        assertThat(begun.get()).isBetween(4, 4 + begunAfterTerminate());
        assertThat(interrupted).hasValue(begun.get());
        assertThat(call.isReady()).isTrue();
        assertThatExceptionOfType(CancellationException.class).isThrownBy(call::get);
        assertThatExceptionOfType(CancellationException.class).isThrownBy(map::get);
        assertThat(thrown.get(20, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
        assertThatIllegalStateException().isThrownBy(() -> pool.apply(1));
    }

    @Test
    void whoever_is_interrupted_while_waiting_cancels_the_call() throws Exception {
        Pool<Integer, Integer> pool = pool(this::held);
        var thrown = new FutureTask<>(() -> catchThrowable(() -> pool.map(numbers(30), 1)));
        Thread caller = Thread.ofVirtual().start(thrown);
        await().until(() -> caller.getState() == Thread.State.WAITING);

        caller.interrupt();

        assertThat(thrown.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.ofVirtual().start(pool::close).join(SOON)).isTrue(); // else it waits for what is held
    }

    @Test
    void ten_thousand_callers_wait_at_once() throws Exception {
        Pool<Integer, Integer> pool = pool(number -> number + held(1));
        var results = new ConcurrentLinkedQueue<Integer>();
        List<Thread> callers = numbers(10_000).stream()
                .map(number -> Thread.ofVirtual().start(() -> {
                    try {
                        results.add(pool.apply(number));
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                }))
                .toList();
        await().atMost(SOON)
                .until(() -> callers.stream().allMatch(caller -> caller.getState() == Thread.State.WAITING));

        hold.countDown();

        for (Thread caller : callers) {
            assertThat(caller.join(SOON)).isTrue();
        }
        assertThat(results).hasSize(10_000).doesNotHaveDuplicates();
    }

    @Test
    void a_chunk_has_to_be_of_at_least_one() throws Exception {
        Pool<Integer, Integer> pool = pool(number -> number);

        assertThatIllegalArgumentException().isThrownBy(() -> pool.map(List.of(1), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> pool.imap(List.of(1), -1));
        assertThatIllegalArgumentException().isThrownBy(() -> pool.starmap(List.of(), 0));
    }
}
