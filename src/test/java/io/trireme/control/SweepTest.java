package io.trireme.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.Fault;
import io.trireme.consume.Revocations;
import io.trireme.consume.Revocations.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class SweepTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    private Instant now = START;
    private final Revocations revocations = new Revocations(() -> now);
    private final List<String> written = new ArrayList<>();
    private int writes;

    @Test
    void what_is_over_is_taken_out_and_nothing_else() {
        revocations.put(Kind.TASK, "early", START.plusSeconds(10));
        revocations.put(Kind.GROUP, "early", START.plusSeconds(10));
        revocations.put(Kind.TASK, "late", START.plus(Duration.ofDays(7)));
        var sweep = new Sweep(revocations, this::write, () -> now);

        sweep.look();
        assertThat(writes).as("a producer is opened for nothing").isZero();

        now = START.plusSeconds(10);
        sweep.look();
        assertThat(written).containsExactlyInAnyOrder("task/early", "group/early");
    }

    @Test
    void brokers_that_are_away_end_one_look_and_no_more() {
        revocations.put(Kind.TASK, "early", START);
        var sweep = new Sweep(
                revocations,
                records -> {
                    throw Fault.BROKER_UNAVAILABLE.because("here", "away");
                },
                () -> now);

        sweep.look();

        assertThat(revocations.size()).isEqualTo(1);
    }

    private void write(List<ProducerRecord<byte[], byte[]>> records) {
        writes++;
        for (ProducerRecord<byte[], byte[]> record : records) {
            assertThat(record.value()).isNull();
            written.add(new String(record.key(), StandardCharsets.UTF_8));
        }
    }
}
