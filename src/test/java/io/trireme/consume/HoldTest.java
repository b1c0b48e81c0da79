package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class HoldTest {
    private final Epoch epoch =
            new Epoch(new TopicPartition("q", 0), 1, CompletedAhead.none(), new Room(10, 1_000).share());
    private final ConcurrentLinkedQueue<Attempt> resumed = new ConcurrentLinkedQueue<>();
    private volatile boolean on; // written by the test, read by workers
    private final Hold hold = new Hold(attempt -> on, resumed::add);

    @Test
    void nothing_is_kept_unless_the_queue_is_paused() {
        assertThat(hold.keeps(attempt(0))).isFalse();
        set(true);
        set(false);

        assertThat(hold.keeps(attempt(1))).isFalse();
        assertThat(resumed).isEmpty();
    }

    @Test
    void what_is_kept_goes_on_once_when_the_queue_is_resumed() {
        Attempt attempt = attempt(0);
        set(true);

        assertThat(hold.keeps(attempt)).isTrue();
        assertThat(resumed).isEmpty();
        set(false);
        set(false);

        assertThat(resumed).containsExactly(attempt);
    }

    @Test
    void what_belongs_to_a_closed_epoch_is_let_go_and_not_kept_again() {
        Attempt attempt = attempt(0);
        set(true);
        hold.keeps(attempt);

        hold.release();
        assertThat(resumed).isEmpty();
        epoch.close();
        hold.release();

        assertThat(resumed).containsExactly(attempt);
        assertThat(hold.keeps(attempt)).isFalse();
    }

    @Test
    void while_the_switch_is_thrown_back_and_forth_every_attempt_goes_on_exactly_once() throws Exception {
        int workers = 2;
        int each = 50_000;
        var wentOn = new ConcurrentLinkedQueue<Attempt>();
        try (var threads = Executors.newFixedThreadPool(workers)) {
            List<Future<?>> running = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++) {
                running.add(threads.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        Attempt attempt = attempt(i);
                        if (!hold.keeps(attempt)) {
                            wentOn.add(attempt);
                        }
                    }
                }));
            }
            while (running.stream().anyMatch(worker -> !worker.isDone())) {
                set(!on);
            }
            for (Future<?> worker : running) {
                worker.get();
            }
        }
        set(false);

        assertThat(wentOn.size() + resumed.size()).isEqualTo(workers * each);
        wentOn.addAll(resumed);
        assertThat(wentOn).doesNotHaveDuplicates();
    }

    private void set(boolean now) {
        on = now;
        hold.release();
    }

    private Attempt attempt(long offset) {
        return new Attempt(
                TestQueue.pipeline(Map.of(), List.of()),
                new ConsumerRecord<>("q", 0, offset, null, new byte[1]),
                epoch,
                new Batch(new long[] {offset}, 0),
                0,
                Attempt.NO_LANE,
                1,
                1);
    }
}
