package io.trireme.consume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.consume.Revocations.Kind;
import io.trireme.wire.Headers;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RevocationsTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    private Instant now = START;
    private final Revocations revocations = new Revocations(() -> now, 3);

    @Test
    void a_task_is_covered_by_its_id_or_its_place_and_by_its_group() {
        revocations.put(Kind.TASK, "a", START.plusSeconds(1));
        revocations.put(Kind.TASK, "q-0-7", START.plusSeconds(1));
        revocations.put(Kind.GROUP, "g", START.plusSeconds(1));

        assertThat(revocations.cover(record("a", null))).isTrue();
        assertThat(revocations.cover(record(null, null))).isTrue();
        assertThat(revocations.cover(record("b", "g"))).isTrue();
        assertThat(revocations.cover(record("b", "a"))).isFalse();
        assertThat(revocations.cover(record("g", null))).isFalse();
    }

    @Test
    void it_holds_until_its_time_and_not_at_it() {
        revocations.put(Kind.TASK, "a", START.plusSeconds(1));

        now = START.plusMillis(999);
        assertThat(revocations.cover(record("a", null))).isTrue();
        now = START.plusSeconds(1);
        assertThat(revocations.cover(record("a", null))).isFalse();

        revocations.put(Kind.TASK, "a", START.plusSeconds(2));
        assertThat(revocations.cover(record("a", null))).isTrue();
        revocations.remove(Kind.TASK, "a");
        assertThat(revocations.cover(record("a", null))).isFalse();
    }

    @Test
    void beyond_the_bound_none_is_taken_in_until_one_is_taken_out() {
        assertThat(revocations.put(Kind.TASK, "a", START)).isTrue();
        assertThat(revocations.put(Kind.TASK, "b", START)).isTrue();
        assertThat(revocations.put(Kind.GROUP, "c", START)).isTrue();
        assertThat(revocations.put(Kind.TASK, "d", START)).isFalse();
        assertThat(revocations.put(Kind.TASK, "b", START.plusSeconds(1))).isTrue();

        revocations.remove(Kind.GROUP, "c");
        assertThat(revocations.put(Kind.TASK, "d", START)).isTrue();
    }

    private static ConsumerRecord<byte[], byte[]> record(String id, String group) {
        var record = new ConsumerRecord<byte[], byte[]>("q", 0, 7, null, new byte[0]);
        if (id != null) {
            record.headers().add(Headers.ID, id.getBytes(UTF_8));
        }
        if (group != null) {
            record.headers().add(Headers.GROUP, group.getBytes(UTF_8));
        }
        return record;
    }
}
