package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.wire.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TriesTest {
    @Test
    void a_task_that_came_back_brings_along_how_long_it_was_snoozed() {
        assertThat(snoozed("PT90M")).isEqualTo(Duration.ofMinutes(90));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PT-2562047788015215H", // from which nothing can be taken
                "PT2562047788015215H", // to which nothing can be added
                "PT-1H", // which would allow an hour more
                "P366D",
                "long",
                ""
            })
    void a_time_for_which_no_task_was_snoozed_is_none(String text) {
        assertThat(snoozed(text)).isZero();
    }

    private static Duration snoozed(String text) {
        var record = new ConsumerRecord<byte[], byte[]>("q", 0, 7, null, new byte[1]);
        record.headers().add(Headers.SNOOZED, text.getBytes(StandardCharsets.UTF_8));
        return Tries.broughtBy(record, 1).snoozed();
    }
}
