package io.trireme.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
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
}
