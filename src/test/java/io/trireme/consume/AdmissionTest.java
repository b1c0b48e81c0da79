package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.run.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final Uuid TOPIC = Uuid.randomUuid();
    private static final SortedSet<Long> NOBODY = Collections.emptySortedSet();

    private final List<Attempt> resumed = new ArrayList<>();
    private final Admission admission = new Admission(resumed::add);
    private final Epoch epoch = epoch(new Begun(2, NOBODY, NOBODY, Collections.emptySortedMap()));

    @Test
    void a_task_beyond_the_mark_waits_until_the_brokers_have_acknowledged_that_it_may_begin() {
        Attempt attempt = attempt(epoch, 5);

        assertThat(admission.keeps(attempt)).isTrue();
        acknowledge(epoch, new TreeSet<>(Set.of(5L)));
        admission.beyondMark().release();

        assertThat(resumed).containsExactly(attempt);
        assertThat(admission.keeps(attempt)).isFalse();
    }

    @Test
    void a_suspect_waits_for_its_run_alone_and_for_nothing_after_it() {
        Attempt suspect = attempt(epoch, 1);
        acknowledge(epoch);

        assertThat(admission.keeps(suspect)).isTrue();
        var run = new SoloRun();
        suspect.runsAlone(run);
        assertThat(admission.suspects().letGo(suspect)).isTrue();

        assertThat(resumed).containsExactly(suspect);
        assertThat(admission.keeps(suspect)).isFalse();
    }

    @Test
    void while_a_task_runs_alone_all_others_wait_and_it_does_so_itself_when_it_is_tried_again() {
        Attempt suspect = attempt(epoch, 1);
        acknowledge(epoch);
        var run = new SoloRun();
        suspect.runsAlone(run);
        admission.otherRunsAlone(true);

        assertThat(admission.keeps(attempt(epoch, 3))).isTrue();
        assertThat(admission.keeps(suspect)).isFalse();
        run.of(() -> Work.NONE);
        assertThat(admission.keeps(suspect)).isTrue();
        admission.otherRunsAlone(false);

        assertThat(resumed).hasSize(2);
    }

    @Test
    void a_queue_that_is_paused_stays_so_when_the_process_is_given_back() {
        acknowledge(epoch);
        admission.pause(true);
        admission.otherRunsAlone(true);
        assertThat(admission.keeps(attempt(epoch, 3))).isTrue();

        admission.otherRunsAlone(false);
        assertThat(resumed).isEmpty();
        assertThat(admission.isPaused()).isTrue();
        admission.pause(false);

        assertThat(resumed).hasSize(1);
    }

    @Test
    void a_condemned_task_waits_for_no_turn() {
        Epoch taken = epoch(new Begun(2, NOBODY, new TreeSet<>(Set.of(1L)), new TreeMap<>(Map.of(1L, 2))));
        acknowledge(taken);

        assertThat(admission.keeps(attempt(taken, 1))).isFalse();
    }

    @Test
    void what_waits_of_a_closed_epoch_goes_on_wherever_it_waits() {
        Attempt beyond = attempt(epoch, 500);
        Attempt suspect = attempt(epoch, 1);
        acknowledge(epoch);
        admission.keeps(beyond);
        admission.keeps(suspect);

        epoch.close();
        admission.releaseClosed();

        assertThat(resumed).containsExactlyInAnyOrder(beyond, suspect);
    }

    private static Epoch epoch(Begun before) {
        String told = CompletedAhead.encode(TOPIC, 0, List.of(), Collections.emptySortedMap(), before);
        var epoch = new Epoch(
                new TopicPartition("q", 0),
                1,
                CompletedAhead.decode(told, TOPIC, 0).orElseThrow(),
                new Room(10, 1_000).share());
        epoch.clearance().guard(3);
        epoch.watermark().fetched(new Batch(new long[] {0, 1, 2, 3, 4, 5}, 0));
        return epoch;
    }

    private static void acknowledge(Epoch epoch) {
        acknowledge(epoch, NOBODY);
    }

    private static void acknowledge(Epoch epoch, SortedSet<Long> waiting) {
        epoch.clearance().raise(epoch.watermark(), new Clearance.Need(1, true, waiting, Duration.ZERO), 0);
        epoch.clearance().acknowledged(epoch.clearance().allowed());
    }

    private static Attempt attempt(Epoch epoch, long offset) {
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
