package io.trireme.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadyQueueTest {
    @Test
    void gives_back_what_was_offered_in_the_same_order() {
        var queue = new ReadyQueue(4);
        List<Work> works = List.of(new Numbered(1), new Numbered(2), new Numbered(3));

        works.forEach(work -> assertThat(queue.offer(work)).isTrue());

        assertThat(List.of(queue.poll(), queue.poll(), queue.poll())).isEqualTo(works);
        assertThat(queue.poll()).isNull();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void refuses_what_is_beyond_its_capacity_and_takes_more_when_there_is_room_again() {
        var queue = new ReadyQueue(2);
        assertThat(queue.offer(new Numbered(1))).isTrue();
        assertThat(queue.offer(new Numbered(2))).isTrue();
        assertThat(queue.offer(new Numbered(3))).isFalse();

        assertThat(queue.poll()).isEqualTo(new Numbered(1));
        assertThat(queue.offer(new Numbered(4))).isTrue();
        assertThat(queue.poll()).isEqualTo(new Numbered(2));
        assertThat(queue.poll()).isEqualTo(new Numbered(4));
    }

    @Test
    void holds_at_least_its_capacity_whatever_the_number() {
        for (int capacity : List.of(1, 2, 3, 5, 1_000)) {
            var queue = new ReadyQueue(capacity);
            for (int i = 0; i < capacity; i++) {
                assertThat(queue.offer(new Numbered(i)))
                        .as("%d of %d", i, capacity)
                        .isTrue();
            }
        }
    }

    @Test
    void many_threads_at_both_ends_lose_nothing_and_double_nothing() throws Exception {
        int writers = 3;
        int readers = 3;
        int each = 100_000;
        var queue = new ReadyQueue(64);
        var seen = ConcurrentHashMap.<Integer>newKeySet();
        var taken = new AtomicInteger();
        var go = new CountDownLatch(1);
        try (var threads = Executors.newCachedThreadPool()) {
            var all = new ArrayList<Future<?>>();
            for (int writer = 0; writer < writers; writer++) {
                int from = writer * each;
                all.add(threads.submit(() -> {
                    go.await();
                    for (int i = from; i < from + each; i++) {
                        while (!queue.offer(new Numbered(i))) {
                            Thread.yield();
                        }
                    }
                    return null;
                }));
            }
            for (int reader = 0; reader < readers; reader++) {
                all.add(threads.submit(() -> {
                    go.await();
                    while (taken.get() < writers * each) {
                        if (queue.poll() instanceof Numbered work) {
                            assertThat(seen.add(work.number))
                                    .as("%s came twice", work)
                                    .isTrue();
                            taken.incrementAndGet();
                        } else {
                            Thread.yield();
                        }
                    }
                    return null;
                }));
            }
            go.countDown();
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(seen).hasSize(writers * each);
        assertThat(queue.isEmpty()).isTrue();
    }

    private record Numbered(int number) implements Work {
        @Override
        public Work run() {
            return NONE;
        }
    }
}
