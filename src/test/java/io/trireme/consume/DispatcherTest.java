package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.Ordering;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class DispatcherTest {
    /** What is handed out however many stand in line. */
    private static final int ALWAYS = 1_024;

    private final OfferedWork runner = new OfferedWork();
    private final Room room = new Room(5_000, 1 << 30);
    private final Epoch epoch = new Epoch(new TopicPartition("q", 0), 1, CompletedAhead.none(), room.share());
    private final Dispatcher dispatcher = new Dispatcher(
            Ordering.UNORDERED, TestQueue.pipeline(Map.of(), List.of(), new Withdrawals()), runner, new Lanes(1), room);

    @Test
    void hands_out_as_many_as_there_is_room_for_while_none_stand_in_line() {
        take(6_000);
        dispatcher.dispatch();

        assertThat(runner.offered()).hasSize(5_000);
        assertThat(dispatcher.hasRoomForNext()).isFalse();
        assertThat(dispatcher.endingsToAwait()).isEqualTo(5_000 / 32);
    }

    @Test
    void hands_out_no_more_than_is_of_use_while_those_before_stand_in_line() {
        runner.crowded(true);
        take(6_000);
        dispatcher.dispatch();
        dispatcher.dispatch();

        assertThat(runner.offered()).hasSize(ALWAYS);
        assertThat(dispatcher.isFull()).isTrue();
        assertThat(dispatcher.hasRoomForNext()).isFalse();
        assertThat(dispatcher.endingsToAwait()).isEqualTo(256);

        runner.crowded(false);
        assertThat(dispatcher.hasRoomForNext()).isTrue();
        dispatcher.dispatch();
        assertThat(runner.offered()).hasSize(5_000);
    }

    @Test
    void hands_out_more_as_tasks_end_though_others_keep_the_processors_busy() {
        runner.crowded(true);
        take(6_000);
        dispatcher.dispatch();
        for (int i = 0; i < ALWAYS; i++) {
            ((Attempt) runner.offered().get(i)).finished();
        }

        assertThat(dispatcher.hasRoomForNext()).isTrue();
        dispatcher.dispatch();
        assertThat(runner.offered()).hasSize(2 * ALWAYS);
    }

    private void take(int records) {
        dispatcher.take(
                epoch,
                LongStream.range(0, records)
                        .mapToObj(offset -> new ConsumerRecord<byte[], byte[]>("q", 0, offset, null, new byte[1]))
                        .toList());
    }
}
