package io.trireme.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TaskIdsTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00.123Z");

    @Test
    void an_id_is_a_uuid_of_version_7_that_begins_with_its_time() {
        UUID id = UUID.fromString(new TaskIds(() -> NOW, new Random(1)).next());

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void ids_of_one_instant_differ() {
        var ids = new TaskIds(() -> NOW, new Random(1));
        var seen = new HashSet<String>();
        for (int i = 0; i < 100_000; i++) {
            seen.add(ids.next());
        }
        assertThat(seen).hasSize(100_000);
    }

    @Test
    void an_id_says_in_which_partition_its_result_is_also_when_there_are_more_of_them_later() {
        String id = new TaskIds(() -> NOW, new Random(1)).next(5);

        assertThat(TaskIds.partition(id, 6)).isEqualTo(5);
        assertThat(TaskIds.partition(id, 64)).isEqualTo(5);
        assertThat(TaskIds.time(id)).contains(NOW);
    }

    @Test
    void ids_for_one_partition_differ() {
        var ids = new TaskIds(() -> NOW, new Random(1));
        var seen = new HashSet<String>();
        for (int i = 0; i < 100_000; i++) {
            seen.add(ids.next(4_095));
        }
        assertThat(seen).hasSize(100_000);
    }

    @Test
    void a_partition_that_no_id_can_name_is_refused() {
        var ids = new TaskIds(() -> NOW, new Random(1));

        assertThatThrownBy(() -> ids.next(TaskIds.MOST_PARTITIONS)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ids.next(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_id_of_anybody_has_a_partition_and_no_time() {
        for (String foreign :
                List.of("order-17", "", "q-0-17", UUID.randomUUID().toString(), "x".repeat(36))) {
            assertThat(TaskIds.partition(foreign, 8)).isBetween(0, 7).isEqualTo(TaskIds.partition(foreign, 8));
            assertThat(TaskIds.time(foreign)).isEmpty();
        }
    }
}
