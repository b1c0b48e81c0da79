package io.trireme.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.trireme.RunnerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The local back end, on each bank of threads, and what only it has. */
class LocalPoolTest {
    @Nested
    class OnPlatformThreads extends Contract {
        OnPlatformThreads() {
            super(RunnerKind.PLATFORM);
        }
    }

    @Nested
    class OnVirtualThreads extends Contract {
        OnVirtualThreads() {
            super(RunnerKind.VIRTUAL);
        }
    }

    abstract static class Contract extends PoolContract {
        private final RunnerKind runner;

        Contract(RunnerKind runner) {
            this.runner = runner;
        }

        @Override
        Pool<Integer, Integer> open(LocalPool.Call<Integer, Integer> call) {
            return open(LocalPool.calling(call));
        }

        @Override
        Pool<List<?>, Integer> open(LocalPool.BiCall<Integer, Integer, Integer> call) {
            return open(LocalPool.calling(call));
        }

        private <A> Pool<A, Integer> open(LocalPool.Builder<A, Integer> pool) {
            return pool.on(runner).processes(4).window(WINDOW).named("contract").open();
        }
    }

    @Test
    void starmap_refuses_a_call_with_another_number_of_arguments() {
        try (var of = LocalPool.<Integer, Integer, Integer>calling(Math::addExact)
                        .open();
                var ofOne =
                        LocalPool.<Integer, Integer>calling(Math::negateExact).open()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> of.starmap(List.of(List.of(1, 2), List.of(1))))
                    .withMessageContaining("takes 2 arguments");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ofOne.starmap(List.of(List.of(1, 2))))
                    .withMessageContaining("takes 1 argument");
        }
    }

    @Test
    void says_when_there_is_no_room_for_another_call() throws Exception {
        var hold = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        try (var pool = LocalPool.<Integer, Integer>calling(number -> {
                    begun.countDown();
                    hold.await();
                    return number;
                })
                .processes(1)
                .maxWaiting(2)
                .open()) {
            pool.applyAsync(0);
            begun.await();
            var waiting = List.of(pool.applyAsync(1), pool.applyAsync(2));

            assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> pool.applyAsync(3));
            assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> pool.mapAsync(List.of(3, 4)));
            assertThatExceptionOfType(RejectedExecutionException.class)
                    .isThrownBy(() -> pool.imap(List.of(3)).toList());

            hold.countDown();
            assertThat(waiting.get(1).get(PoolContract.SOON)).isEqualTo(2);
        }
    }

    @Test
    void a_map_of_many_chunks_takes_no_more_room_than_it_has_workers() throws Exception {
        try (var pool = LocalPool.<Integer, Integer>calling(Math::negateExact)
                .processes(2)
                .maxWaiting(2)
                .open()) {
            var numbers = new ArrayList<Integer>();
            for (int i = 0; i < 10_000; i++) {
                numbers.add(i);
            }

            assertThat(pool.map(numbers, 1)).hasSize(10_000).endsWith(-9_999);
            assertThat(pool.imap(numbers).count()).isEqualTo(10_000);
        }
    }

    @Test
    void an_initializer_that_throws_fails_the_calls_of_that_chunk() throws Exception {
        var broken = new CountDownLatch(1);
        try (var pool = LocalPool.<Integer, Integer>calling(Math::negateExact)
                .processes(1)
                .initializer(() -> {
                    if (broken.getCount() > 0) {
                        throw new IllegalStateException("no licence");
                    }
                })
                .open()) {
            assertThatExceptionOfType(CallFailed.class)
                    .isThrownBy(() -> pool.apply(1))
                    .withMessageContaining("no licence");

            broken.countDown();
            assertThat(pool.apply(1)).isEqualTo(-1);
        }
    }

    @Test
    void refuses_settings_that_cannot_be() {
        var pool = LocalPool.<Integer, Integer>calling(Math::negateExact);

        assertThatIllegalArgumentException().isThrownBy(() -> pool.processes(0));
        assertThatIllegalArgumentException().isThrownBy(() -> pool.window(0));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> pool.on(RunnerKind.VIRTUAL).maxTasksPerWorker(2).open())
                .withMessageContaining("platform threads");
    }
}
