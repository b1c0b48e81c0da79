package io.trireme.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trireme.result.CallResults;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.Test;

/** What becomes of calls whose tasks are not published, and of orders that are not heard: no brokers are needed for either. */
class ClusterCrewTest {
    /** The first call that is not begun while none has ended. */
    private static final int LAST = 100;

    /** Tasks that go to nobody. */
    private static final class Unheard implements ClusterCrew.Tasks<Integer, Integer> {
        private final Function<Integer, CompletableFuture<Integer>> submit;
        private final List<String> revoked = new CopyOnWriteArrayList<>();

        private Unheard(Function<Integer, CompletableFuture<Integer>> submit) {
            this.submit = submit;
        }

        @Override
        public Sent<Integer> submit(Integer argument, String group, int attempt) {
            return new Sent<>("task-" + argument, submit.apply(argument));
        }

        @Override
        public Sent<CallResults<Integer>> submitAll(List<Integer> arguments, String group, Optional<Duration> within) {
            throw new AssertionError("each call is a task of its own here");
        }

        @Override
        public void revoke(String task) {
            revoked.add(task);
            throw new InterruptException("while the order was sent");
        }

        @Override
        public void revokeGroup(String group) {
            revoke(group);
        }
    }

    private static Pool<Integer, Integer> pool(Unheard tasks) {
        return new ClusterPool<>(new ClusterCrew<>(tasks, ClusterCrew.Chunks.APART, 10_000), 100);
    }

    private static CompletableFuture<Integer> refused(int argument) {
        throw new IllegalArgumentException("no key for " + argument);
    }

    @Test
    void a_call_whose_task_cannot_be_made_fails_and_the_others_are_made() throws Exception {
        var pool = pool(new Unheard(n -> n == 1 ? refused(n) : CompletableFuture.completedFuture(-n)));

        AsyncResult<List<Integer>> all = pool.mapAsync(List.of(0, 1, 2), 1, ended -> {});

        assertThat(all.await(PoolContract.SOON)).isTrue();
        assertThatExceptionOfType(CallFailed.class)
                .isThrownBy(all::get)
                .withMessageContaining("no key for 1")
                .withCauseInstanceOf(IllegalArgumentException.class);
        pool.close();
    }

    @Test
    void so_does_one_in_a_chunk_that_takes_the_place_of_another() throws Exception {
        var begun = new CopyOnWriteArrayList<CompletableFuture<Integer>>();
        var pool = pool(new Unheard(n -> {
            var result = n == LAST ? refused(n) : new CompletableFuture<Integer>();
            begun.add(result);
            return result;
        }));

        AsyncResult<List<Integer>> all =
                pool.mapAsync(IntStream.rangeClosed(0, LAST).boxed().toList(), 1, ended -> {});
        assertThat(begun).as("as many as are begun at once").hasSize(LAST);
        begun.forEach(result -> result.complete(0));

        assertThat(all.await(PoolContract.SOON)).isTrue();
        assertThatExceptionOfType(CallFailed.class).isThrownBy(all::get).withMessageContaining("no key for " + LAST);
        pool.close();
    }

    @Test
    void a_map_of_which_each_call_fails_at_once_ends_however_long_it_is() throws Exception {
        var pool = pool(new Unheard(n -> CompletableFuture.failedFuture(new IllegalStateException("full"))));

        AsyncResult<List<Integer>> all = pool.mapAsync(Collections.nCopies(20_000, 1), 1, ended -> {});

        assertThat(all.await(PoolContract.SOON)).isTrue();
        assertThatExceptionOfType(CallFailed.class).isThrownBy(all::get).withMessageContaining("full");
        pool.close();
    }

    @Test
    void who_terminates_ends_all_jobs_also_when_the_order_for_one_is_not_taken() throws Exception {
        var tasks = new Unheard(n -> new CompletableFuture<>());
        var pool = pool(tasks);
        AsyncResult<List<Integer>> one = pool.mapAsync(List.of(1), 1, ended -> {});
        AsyncResult<List<Integer>> other = pool.mapAsync(List.of(2), 1, ended -> {});

        pool.terminate(); // and leaves the roll at that: what runs there has not answered
        assertThat(Thread.interrupted()).as("the flag stays for who called").isTrue();

        assertThat(List.of(one.isReady(), other.isReady())).containsOnly(true);
        assertThat(tasks.revoked).hasSize(2);
    }

    @Test
    void who_terminates_does_not_wait_for_a_task_that_is_being_published() throws Exception {
        var publishing = new CountDownLatch(1);
        var room = new CountDownLatch(1);
        var pool = pool(new Unheard(n -> {
            publishing.countDown();
            awaited(room);
            return new CompletableFuture<>();
        }));
        var caller = CompletableFuture.supplyAsync(
                () -> pool.mapAsync(List.of(1, 2), 1, ended -> {}), Thread::startVirtualThread);
        publishing.await();

        var terminated = CompletableFuture.runAsync(pool::terminate, Thread::startVirtualThread);

        try {
            assertThat(terminated).succeedsWithin(PoolContract.SOON);
        } finally {
            room.countDown();
        }
        assertThat(caller.get().isReady()).isTrue();
    }

    /** One whose calls are waited for by this handle. */
    private static Pool<Integer, Integer> pool(ReadyHandle handle, Unheard revocations) {
        return new ClusterPool<>(
                new ClusterCrew<>(
                        new ClusterCrew.Tasks<>() {
                            @Override
                            public Sent<Integer> submit(Integer argument, String group, int attempt) {
                                return Sent.of(handle);
                            }

                            @Override
                            public Sent<CallResults<Integer>> submitAll(
                                    List<Integer> arguments, String group, Optional<Duration> within) {
                                return revocations.submitAll(arguments, group, within);
                            }

                            @Override
                            public void revoke(String task) {
                                revocations.revoked.add(task);
                            }

                            @Override
                            public void revokeGroup(String group) {
                                revocations.revoked.add(group);
                            }
                        },
                        ClusterCrew.Chunks.APART,
                        10_000),
                100);
    }

    private static Pool<Integer, Integer> pool(ReadyHandle handle) {
        return pool(handle, new Unheard(n -> new CompletableFuture<>()));
    }

    @Test
    void who_waits_for_a_call_that_soon_ends_ends_it_on_its_own_thread() throws Exception {
        var handle = new ReadyHandle(() -> 5);
        var pool = pool(handle);

        assertThat(pool.apply(1)).isEqualTo(5);

        assertThat(handle.stages()).as("threads that were asked to end it").isZero();
        pool.close();
    }

    @Test
    void what_its_task_threw_is_thrown_there() throws Exception {
        var pool = pool(new ReadyHandle(() -> {
            throw new IllegalStateException("odd");
        }));

        assertThatExceptionOfType(CallFailed.class)
                .isThrownBy(() -> pool.apply(1))
                .withMessageContaining("odd");
        pool.close();
    }

    @Test
    void one_that_takes_longer_ends_by_itself() throws Exception {
        var handle = new ReadyHandle(() -> 5);
        handle.waits(ReadyHandle.Wait.TOO_SHORT);
        var pool = pool(handle);

        assertThat(pool.apply(1)).isEqualTo(5);

        assertThat(handle.stages()).isOne();
        pool.close();
    }

    @Test
    void one_whose_caller_is_interrupted_is_cancelled_and_ends_by_itself() throws Exception {
        var handle = new ReadyHandle(() -> 5);
        handle.waits(ReadyHandle.Wait.INTERRUPTED);
        var told = handle.tellsLater();
        var revocations = new Unheard(n -> new CompletableFuture<>());
        var pool = pool(handle, revocations);

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> pool.apply(1));

        assertThat(handle.stages()).isOne();
        assertThat(revocations.revoked).containsExactly("task");
        told.complete(null);
        pool.close(); // waits for whatever has not ended
    }

    @Test
    void one_that_nobody_waits_for_ends_by_itself() throws Exception {
        var handle = new ReadyHandle(() -> 5);
        var pool = pool(handle);

        assertThat(pool.applyAsync(1).get(PoolContract.SOON)).isEqualTo(5);

        assertThat(handle.stages()).isOne();
        pool.close();
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            throw new InterruptException(stop);
        }
    }
}
