package io.trireme.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.trireme.Fault;
import io.trireme.Handles;
import io.trireme.Retries;
import io.trireme.TaskFailed;
import io.trireme.TriremeException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the back end over Kafka has to hold to, whatever its tasks are. */
abstract class ClusterPoolContract extends PoolContract {
    private static final String QUEUE = "pool-calls";

    @Inject
    ClusterPool.Queues queues;

    @Inject
    Callee callee;

    /** Makes the calls of whichever test runs. */
    @Singleton
    static class Callee {
        private volatile LocalPool.Call<Integer, Integer> one = number -> number;
        private volatile LocalPool.BiCall<Integer, Integer, Integer> two = Integer::sum;

        @Handles(QUEUE)
        @Retries(maxAttempts = 1)
        int call(JsonNode argument) throws Exception {
            return argument.isArray()
                    ? two.call(argument.get(0).intValue(), argument.get(1).intValue())
                    : one.call(argument.intValue());
        }
    }

    @Override
    Pool<Integer, Integer> open(LocalPool.Call<Integer, Integer> call) {
        callee.one = call;
        return open();
    }

    @Override
    Pool<List<?>, Integer> open(LocalPool.BiCall<Integer, Integer, Integer> call) {
        callee.two = call;
        return open();
    }

    private <A> Pool<A, Integer> open() {
        return shaped(queues.<A, Integer>calling(QUEUE, Integer.class).window(WINDOW))
                .open();
    }

    /** The pool as the suite is to find it. */
    abstract <A> ClusterPool.Builder<A, Integer> shaped(ClusterPool.Builder<A, Integer> pool);

    @Override
    int begunAfterTerminate() {
        return 20;
    }

    @Test
    void what_a_task_failed_with_is_the_cause() {
        try (Pool<Integer, Integer> pool = open(number -> {
            throw new IllegalArgumentException("no " + number);
        })) {
            assertThatExceptionOfType(CallFailed.class)
                    .isThrownBy(() -> pool.map(List.of(5)))
                    .satisfies(failed -> assertThat(failed.thrown()).isInstanceOfSatisfying(TaskFailed.class, task -> {
                        assertThat(task.error().exception()).isEqualTo("java.lang.IllegalArgumentException");
                        assertThat(task.error().message()).isEqualTo("no 5");
                    }));
        }
    }

    @Test
    void a_call_whose_task_cannot_be_published_says_why() {
        try (Pool<Integer, Integer> pool =
                queues.<Integer, Integer>calling("no-such-queue", Integer.class).open()) {
            assertThatExceptionOfType(CallFailed.class)
                    .isThrownBy(() -> pool.apply(5))
                    .satisfies(failed -> assertThat(failed.thrown())
                            .isInstanceOfSatisfying(TriremeException.class, fault -> assertThat(fault.fault())
                                    .isEqualTo(Fault.QUEUE_UNKNOWN)));
        }
    }
}
