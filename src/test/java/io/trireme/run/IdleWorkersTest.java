package io.trireme.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class IdleWorkersTest {
    @Test
    void gives_each_number_once_and_then_none() {
        var idle = new IdleWorkers(2);

        assertThat(idle.next(2)).isEqualTo(0);
        assertThat(idle.next(2)).isEqualTo(1);
        assertThat(idle.next(2)).isEqualTo(IdleWorkers.NONE);
        assertThat(idle.made()).isEqualTo(2);
    }

    @Test
    void the_last_one_in_is_the_first_one_out() {
        var idle = new IdleWorkers(3);
        idle.push(0);
        idle.push(2);
        idle.push(1);

        assertThat(idle.pop()).isEqualTo(1);
        assertThat(idle.pop()).isEqualTo(2);
        assertThat(idle.pop()).isEqualTo(0);
        assertThat(idle.isEmpty()).isTrue();
        assertThat(idle.pop()).isEqualTo(IdleWorkers.NONE);
    }

    @Test
    void no_worker_is_ever_in_two_hands() throws Exception {
        int workers = 3; // few, so that the top comes back while another thread looks at it
        var idle = new IdleWorkers(workers);
        var held = new AtomicIntegerArray(workers);
        var twice = new AtomicBoolean();
        var done = new CountDownLatch(4);
        for (int i = 0; i < workers; i++) {
            idle.push(i);
        }
        for (int thread = 0; thread < 4; thread++) {
            Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 200_000; i++) {
                    int worker = idle.pop();
                    if (worker != IdleWorkers.NONE) {
                        if (held.incrementAndGet(worker) != 1) {
                            twice.set(true);
                        }
                        held.decrementAndGet(worker);
                        idle.push(worker);
                    }
                }
                done.countDown();
            });
        }
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(twice).isFalse();
        for (int i = 0; i < workers; i++) {
            assertThat(idle.pop()).isNotEqualTo(IdleWorkers.NONE);
        }
        assertThat(idle.pop()).isEqualTo(IdleWorkers.NONE);
    }
}
