package io.trireme.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trireme.Fault;
import io.trireme.TaskError;
import io.trireme.TaskFailed;
import io.trireme.TaskState;
import io.trireme.result.CallResults;
import io.trireme.result.CallResults.Failure;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a pool makes of a chunk that was one task. */
class ChunkTaskTest {
    private static final TaskError BAD = new TaskError(Fault.ATTEMPT_FAILED, "x.Bad", "503", Optional.empty());

    private final List<String> published = new CopyOnWriteArrayList<>();

    private Pool<Integer, Integer> pool(Function<List<Integer>, CompletableFuture<CallResults<Integer>>> answers) {
        return pool(ClusterCrew.Chunks.TOGETHER, answers);
    }

    /** @param answers what comes of the tasks that are several calls */
    private Pool<Integer, Integer> pool(
            ClusterCrew.Chunks chunks, Function<List<Integer>, CompletableFuture<CallResults<Integer>>> answers) {
        return new ClusterPool<>(
                new ClusterCrew<>(
                        new ClusterCrew.Tasks<>() {
                            @Override
                            public Sent<Integer> submit(Integer argument, String group, int attempt) {
                                published.add(argument + " attempt " + attempt);
                                return new Sent<>("task", CompletableFuture.completedFuture(-argument));
                            }

                            @Override
                            public Sent<CallResults<Integer>> submitAll(
                                    List<Integer> arguments, String group, Optional<Duration> within) {
                                published.add(arguments.toString());
                                return new Sent<>("chunk", answers.apply(arguments));
                            }

                            @Override
                            public void revoke(String task) {}

                            @Override
                            public void revokeGroup(String group) {}
                        },
                        chunks,
                        10_000),
                100);
    }

    private static CompletableFuture<CallResults<Integer>> failed(TaskState how) {
        return CompletableFuture.failedFuture(new TaskFailed("chunk", how, BAD));
    }

    @Test
    void its_calls_return_what_its_task_says() throws Exception {
        try (var pool = pool(arguments -> CompletableFuture.completedFuture(
                new CallResults<>(arguments.stream().map(n -> n * 10).toList(), null)))) {
            assertThat(pool.map(List.of(1, 2, 3, 4, 5), 2)).containsExactly(10, 20, 30, 40, -5);
        }
        assertThat(published).containsExactlyInAnyOrder("[1, 2]", "[3, 4]", "5 attempt 1");
    }

    @Test
    void a_call_that_is_to_be_tried_again_becomes_a_task_and_one_that_is_not_has_failed() {
        try (var pool = pool(arguments -> CompletableFuture.completedFuture(new CallResults<>(
                Arrays.asList(1, null, null),
                Map.of(1, Failure.again(2, Duration.ZERO, BAD), 2, Failure.forGood(BAD)))))) {
            assertThatExceptionOfType(CallFailed.class)
                    .isThrownBy(() -> pool.map(List.of(7, 8, 9), 3))
                    .satisfies(failure -> assertThat(failure.index()).isEqualTo(2))
                    .withCauseInstanceOf(TaskFailed.class);
        }
        assertThat(published).containsExactly("[7, 8, 9]", "8 attempt 2");
    }

    @Test
    void one_that_failed_as_one_is_taken_apart() throws Exception {
        try (var apart = pool(arguments -> CompletableFuture.completedFuture(new CallResults<>(List.of(), null)));
                var foreign = pool(arguments -> CompletableFuture.completedFuture(new CallResults<>(null, null)));
                var broken = pool(arguments -> failed(TaskState.FAILED))) {
            assertThat(apart.map(List.of(1, 2), 2)).containsExactly(-1, -2);
            assertThat(foreign.map(List.of(5, 6), 2)).containsExactly(-5, -6);
            assertThat(broken.map(List.of(3, 4), 2)).containsExactly(-3, -4);
        }
    }

    @Test
    void one_that_somebody_revoked_is_not() {
        try (var pool = pool(arguments -> failed(TaskState.CANCELLED))) {
            assertThatExceptionOfType(CallFailed.class).isThrownBy(() -> pool.map(List.of(1, 2), 2));
        }
        assertThat(published).containsExactly("[1, 2]");
    }

    @Test
    void a_pool_has_no_more_under_way_than_it_may_whatever_the_chunks() throws Exception {
        var underWay = new CopyOnWriteArrayList<CompletableFuture<CallResults<Integer>>>();
        var tasks = pool(arguments -> {
            var open = new CompletableFuture<CallResults<Integer>>();
            underWay.add(open);
            return open;
        });
        AsyncResult<List<Integer>> all =
                tasks.mapAsync(IntStream.range(0, 20_000).boxed().toList(), 3_000, ended -> {});

        assertThat(underWay)
                .as("chunks of 3,000 where there is room for 10,000 calls")
                .hasSize(3);
        for (int i = 0; i < underWay.size(); i++) {
            int size = i == 6 ? 2_000 : 3_000;
            underWay.get(i)
                    .complete(new CallResults<>(IntStream.range(0, size).boxed().toList(), null));
            assertThat(underWay.stream().filter(open -> !open.isDone())).hasSizeLessThanOrEqualTo(3);
        }
        assertThat(all.get()).hasSize(20_000);
        tasks.close();
    }
}
