package io.trireme.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.Fault;
import io.trireme.TaskError;
import io.trireme.TaskFailed;
import io.trireme.TaskState;
import io.trireme.result.CallResults;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which calls of a map over the cluster share a task; the tasks go to a worker that answers when the test says so. */
class SharedTasksTest {
    private static final Duration SHORT = Duration.ofNanos(1_000);

    /** A worker's tasks, which it answers with the arguments, negative. */
    private static class Worker implements ClusterCrew.Tasks<Integer, Integer> {
        final Deque<Runnable> answers = new ArrayDeque<>(); // of the tasks that wait for theirs
        final List<Integer> sizes = new ArrayList<>();
        final AtomicInteger open = new AtomicInteger(); // calls
        Optional<Duration> within = Optional.empty();
        Duration each = SHORT;

        @Override
        public Sent<Integer> submit(Integer argument, String group, int attempt) {
            var result = new CompletableFuture<Integer>();
            sent(1, () -> result.complete(-argument));
            return new Sent<>("call", result, () -> Optional.of(each));
        }

        @Override
        public Sent<CallResults<Integer>> submitAll(List<Integer> arguments, String group, Optional<Duration> within) {
            this.within = within;
            var result = new CompletableFuture<CallResults<Integer>>();
            sent(arguments.size(), () -> result.complete(results(arguments)));
            return new Sent<>("chunk", result);
        }

        CallResults<Integer> results(List<Integer> arguments) {
            return new CallResults<>(
                    arguments.stream().map(n -> -n).toList(), null, 0, each.toNanos() * arguments.size());
        }

        void sent(int calls, Runnable answer) {
            sizes.add(calls);
            open.addAndGet(calls);
            answers.add(() -> {
                open.addAndGet(-calls);
                answer.run();
            });
        }

        void answerAll() {
            while (!answers.isEmpty()) {
                answers.removeFirst().run();
            }
        }

        @Override
        public void revoke(String task) {}

        @Override
        public void revokeGroup(String group) {}
    }

    private static Pool<Integer, Integer> pool(ClusterCrew.Tasks<Integer, Integer> tasks, int maxWaiting) {
        return new ClusterPool<>(new ClusterCrew<>(tasks, ClusterCrew.Chunks.WHERE_SHORT, maxWaiting), 100);
    }

    private static List<Integer> numbers(int below) {
        return IntStream.range(0, below).boxed().toList();
    }

    private static List<Integer> negated(int below) {
        return IntStream.range(0, below).mapToObj(n -> -n).toList();
    }

    @Test
    void calls_that_take_long_are_a_task_each_and_as_many_begin_as_there_is_room_for() throws Exception {
        var worker = new Worker();
        worker.each = Duration.ofSeconds(1);
        try (var pool = pool(worker, 1_000)) {
            AsyncResult<List<Integer>> map = pool.mapAsync(numbers(5_000));
            assertThat(worker.sizes)
                    .as("a tenth of the room is left to others")
                    .hasSize(900)
                    .containsOnly(1);

            AsyncResult<Integer> other = pool.applyAsync(7);
            worker.answerAll();

            assertThat(other.get()).isEqualTo(-7);
            assertThat(map.get()).isEqualTo(negated(5_000));
            assertThat(worker.sizes).hasSize(5_001).containsOnly(1);
        }
    }

    @Test
    void short_ones_come_to_share_tasks_also_when_all_room_is_taken_up_by_single_ones() throws Exception {
        var worker = new Worker();
        try (var pool = pool(worker, 1_000)) {
            AsyncResult<List<Integer>> map = pool.mapAsync(numbers(100_000));
            int most = 0;
            while (!worker.answers.isEmpty()) {
                worker.answers.removeFirst().run();
                most = Math.max(most, worker.open.get());
            }

            assertThat(map.isReady()).isTrue();
            assertThat(map.get()).isEqualTo(negated(100_000));
            assertThat(most).isLessThanOrEqualTo(900);
            assertThat(worker.sizes).hasSizeLessThan(2_500).contains(SlowStart.LARGEST);
            assertThat(worker.within).contains(SlowStart.WITHIN);
        }
    }

    @Test
    void where_calls_cannot_share_a_task_as_many_begin_by_themselves_as_there_is_room_for() throws Exception {
        var worker = new Worker() {
            @Override
            public Sent<CallResults<Integer>> submitAll(
                    List<Integer> arguments, String group, Optional<Duration> within) {
                throw new IllegalStateException("too large together");
            }
        };
        try (var pool = pool(worker, 1_000)) {
            AsyncResult<List<Integer>> map = pool.mapAsync(numbers(5_000));
            int least = worker.open.get();
            for (int answered = 0; !worker.answers.isEmpty(); answered++) {
                worker.answers.removeFirst().run();
                least = answered < 3_000 ? Math.min(least, worker.open.get()) : least;
            }

            assertThat(least).isGreaterThan(890);
            assertThat(map.get()).isEqualTo(negated(5_000));
        }
    }

    @Test
    void what_a_worker_left_becomes_tasks_of_its_own() throws Exception {
        var worker = new Worker() {
            @Override
            CallResults<Integer> results(List<Integer> arguments) {
                return new CallResults<>(List.of(-arguments.getFirst()), null, arguments.size() - 1, 50_000_000);
            }
        };
        try (var pool = pool(worker, 1_000)) {
            AsyncResult<List<Integer>> map = pool.mapAsync(numbers(2_000));
            worker.answerAll();

            assertThat(map.get()).isEqualTo(negated(2_000));
            assertThat(worker.sizes).contains(4).doesNotContain(16);
        }
    }

    @Test
    void chunks_of_a_size_that_was_chosen_have_it_and_no_bound_of_time() throws Exception {
        var worker = new Worker();
        try (var pool = pool(worker, 1_000)) {
            AsyncResult<List<Integer>> map = pool.mapAsync(numbers(100), 7, ended -> {});
            AsyncResult<List<Integer>> each = pool.mapAsync(numbers(10), 1, ended -> {});
            worker.answerAll();

            assertThat(map.get()).isEqualTo(negated(100));
            assertThat(each.get()).isEqualTo(negated(10));
            assertThat(worker.sizes.subList(0, 15)).startsWith(7, 7).endsWith(7, 2);
            assertThat(worker.sizes.subList(15, 25)).containsOnly(1);
            assertThat(worker.within).isEmpty();
        }
    }

    /** A worker with many threads, to which anything may happen; each call returns in the end. */
    private static final class Unreliable extends Worker {
        private final Random random;

        private Unreliable(long seed) {
            random = new Random(seed);
        }

        @Override
        synchronized void sent(int calls, Runnable answer) {
            if (random.nextInt(3) == 0) {
                answer.run(); // before it is known to have been sent
            } else {
                Thread.startVirtualThread(answer);
            }
        }

        @Override
        public Sent<CallResults<Integer>> submitAll(List<Integer> arguments, String group, Optional<Duration> within) {
            var result = new CompletableFuture<CallResults<Integer>>();
            int how = chance(20);
            if (how == 0) {
                throw new IllegalStateException("no task");
            }
            var error = new TaskError(Fault.ATTEMPT_FAILED, "x.Bad", "503", Optional.empty());
            sent(arguments.size(), () -> {
                if (how == 1) {
                    result.completeExceptionally(new TaskFailed("chunk", TaskState.FAILED, error));
                } else {
                    result.complete(some(arguments, how, error));
                }
            });
            return new Sent<>("chunk", result);
        }

        private synchronized int chance(int of) {
            return random.nextInt(of);
        }

        private CallResults<Integer> some(List<Integer> arguments, int how, TaskError error) {
            int made = how == 2 ? 1 + chance(arguments.size()) : arguments.size();
            Map<Integer, CallResults.Failure> failures = new HashMap<>();
            if (how == 3) {
                failures.put(chance(made), CallResults.Failure.again(2, Duration.ZERO, error));
            }
            return new CallResults<>(
                    arguments.subList(0, made).stream().map(n -> -n).toList(),
                    failures,
                    arguments.size() - made,
                    1 + chance(how == 4 ? 1_000_000_000 : 1_000));
        }
    }

    @Test
    void whatever_happens_each_call_comes_back_in_its_place() throws Exception {
        for (int seed = 0; seed < 60; seed++) {
            int calls = 1 + 97 * seed;
            var ends = new ConcurrentLinkedQueue<Object>();
            try (var pool = pool(new Unreliable(seed), 50)) {
                AsyncResult<List<Integer>> map = pool.mapAsync(numbers(calls), ends::add);
                AsyncResult<List<Integer>> beside = pool.mapAsync(numbers(300), ends::add);

                assertThat(map.await(PoolContract.SOON)).as("seed %d", seed).isTrue();
                assertThat(beside.await(PoolContract.SOON)).as("seed %d", seed).isTrue();
                assertThat(map.get()).isEqualTo(negated(calls));
                assertThat(beside.get()).isEqualTo(negated(300));
            }
            assertThat(ends).hasSize(2);
        }
    }
}
