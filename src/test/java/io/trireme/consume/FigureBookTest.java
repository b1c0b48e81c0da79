package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.consume.CompletedAhead.Run;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class FigureBookTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final Uuid TOPIC = Uuid.randomUuid();
    private static final double USUAL = 4;

    private final FigureBook book = new FigureBook(queue -> USUAL);

    @Test
    void what_is_settled_ahead_is_not_unsettled() {
        QueueFigures figures = look(depth(Map.of(0, 100L, 1, 10L), Map.of(0, 98L)), Map.of());

        assertThat(figures.depth().total()).isEqualTo(110);
        assertThat(figures.unsettled()).isEqualTo(12);
        assertThat(figures.drainSeconds()).isEqualTo(12 / USUAL);
    }

    @Test
    void nothing_unsettled_drains_in_no_time_and_has_no_age() {
        QueueFigures figures = look(depth(Map.of(0, 5L), Map.of(0, 5L)), Map.of(part(0), NOW.toEpochMilli() - 9_000));

        assertThat(figures.drainSeconds()).isZero();
        assertThat(figures.oldestAgeSeconds()).isZero();
    }

    @Test
    void the_oldest_age_is_that_of_the_partition_that_lags_most() {
        QueueFigures figures = look(
                depth(Map.of(0, 5L, 1, 5L, 2, 5L), Map.of()),
                Map.of(part(0), NOW.toEpochMilli() - 1_000, part(1), NOW.toEpochMilli() - 9_000));

        assertThat(figures.oldestAgeSeconds()).isEqualTo(9);
    }

    @Test
    void the_map_of_a_commit_says_how_many_are_settled_ahead() {
        String map = CompletedAhead.encode(
                TOPIC, 100, List.of(new Run(102, 105), new Run(110, 111)), Collections.emptySortedMap(), Begun.CLEAN);

        assertThat(QueueDepths.ahead(new OffsetAndMetadata(100, map), 100, TOPIC))
                .isEqualTo(4);
        assertThat(QueueDepths.ahead(new OffsetAndMetadata(100, map), 103, TOPIC))
                .as("those that retention has not deleted")
                .isEqualTo(3);
        assertThat(QueueDepths.ahead(new OffsetAndMetadata(100, map), 100, Uuid.randomUuid()))
                .isZero();
        assertThat(QueueDepths.ahead(new OffsetAndMetadata(101, map), 101, TOPIC))
                .isZero();
        assertThat(QueueDepths.ahead(new OffsetAndMetadata(100), 100, TOPIC)).isZero();
    }

    private QueueFigures look(QueueDepth depth, Map<TopicPartition, Long> oldest) {
        return book.look(List.of(depth), oldest, 0, NOW).getFirst();
    }

    private static QueueDepth depth(Map<Integer, Long> beyond, Map<Integer, Long> ahead) {
        return new QueueDepth("q", TOPIC, Map.of(0, 1_000L, 1, 1_000L, 2, 1_000L), beyond, ahead);
    }

    private static TopicPartition part(int number) {
        return new TopicPartition("q", number);
    }
}
