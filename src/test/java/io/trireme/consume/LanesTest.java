package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.run.Work;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LanesTest {
    private final Lanes lanes = new Lanes(4711);
    private final Epoch epoch =
            new Epoch(new TopicPartition("q", 0), 1, CompletedAhead.none(), new Room(10, 1_000).share());

    @Test
    void equal_keys_have_one_lane_and_others_have_others() {
        var seen = new HashSet<Long>();
        for (int i = 0; i < 100_000; i++) {
            seen.add(lanes.ofKey(("key-" + i).getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(seen).hasSize(100_000).doesNotContain(Attempt.NO_LANE);
        assertThat(lanes.ofKey(new byte[] {1, 2})).isEqualTo(lanes.ofKey(new byte[] {1, 2}));
        assertThat(lanes.ofKey(new byte[0])).isNotEqualTo(lanes.ofKey(new byte[1]));
        assertThat(lanes.ofKey(new byte[8])).isNotEqualTo(lanes.ofKey(new byte[9]));
    }

    @Test
    void only_the_first_of_a_lane_is_to_be_run_by_the_caller() {
        Attempt first = attempt(0, 1);
        Attempt second = attempt(1, 1);
        Attempt other = attempt(2, 2);

        assertThat(lanes.append(first)).isTrue();
        assertThat(lanes.append(second)).isFalse();
        assertThat(lanes.append(other)).isTrue();
        assertThat(first.follower()).isSameAs(second);
        assertThat(second.follower()).isSameAs(Work.NONE);
    }

    @Test
    void who_asks_twice_what_follows_at_the_end_of_a_lane_is_told_nothing_twice() {
        Attempt last = attempt(0, 1);
        lanes.append(last);

        assertThat(last.follower()).isSameAs(Work.NONE);
        assertThat(last.follower()).isSameAs(Work.NONE);
    }

    @Test
    void a_lane_that_has_ended_begins_anew() {
        Attempt first = attempt(0, 1);
        lanes.append(first);
        assertThat(first.follower()).isSameAs(Work.NONE);

        assertThat(lanes.append(attempt(1, 1))).isTrue();
    }

    @Test
    void a_million_keys_that_came_and_went_leave_a_small_table() {
        for (int i = 1; i <= 1_000_000; i++) {
            Attempt attempt = attempt(i, i);
            assertThat(lanes.append(attempt)).isTrue();
            attempt.follower();
        }
        assertThat(lanes.places()).isLessThanOrEqualTo(1_024);
    }

    @Property(tries = 200)
    void whatever_ends_when_each_lane_runs_in_order_and_nothing_is_forgotten(@ForAll long seed) {
        var random = new Random(seed);
        var subject = new Lanes(seed);
        var ready = new ArrayList<Attempt>();
        Map<Long, ArrayDeque<Attempt>> model = new HashMap<>();
        int tasks = 3_000;
        int keys = 1 + random.nextInt(2_000);
        for (int i = 0; i < tasks || !ready.isEmpty(); ) {
            if (i < tasks && (ready.isEmpty() || random.nextInt(5) < 3)) {
                Attempt attempt = attempt(i++, 1 + random.nextInt(keys));
                var waiting = model.computeIfAbsent(attempt.lane(), lane -> new ArrayDeque<>());
                waiting.add(attempt);
                boolean head = subject.append(attempt);
                assertThat(head).isEqualTo(waiting.size() == 1);
                if (head) {
                    ready.add(attempt);
                }
            } else {
                Attempt ended = ready.remove(random.nextInt(ready.size()));
                var waiting = model.get(ended.lane());
                assertThat(waiting.poll()).isSameAs(ended);
                Work next = ended.follower();
                assertThat(next)
                        .isSameAs(Optional.<Work>ofNullable(waiting.peek()).orElse(Work.NONE));
                if (next instanceof Attempt follower) {
                    ready.add(follower);
                }
            }
        }
    }

    private Attempt attempt(int offset, long lane) {
        var record = new ConsumerRecord<>("q", 0, offset, new byte[0], new byte[0]);
        var batch = new Batch(new long[] {offset}, 0);
        return new Attempt(TestQueue.pipeline(Map.of(), List.of()), record, epoch, batch, 0, lane, 1, 1);
    }
}
