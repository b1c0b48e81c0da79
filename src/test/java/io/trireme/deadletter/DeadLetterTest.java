package io.trireme.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.Fault;
import io.trireme.deadletter.DeadLetter.Detail;
import io.trireme.wire.Headers;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private final ConsumerRecord<byte[], byte[]> record =
            new ConsumerRecord<>("images", 3, 42, "owner".getBytes(UTF_8), "payload".getBytes(UTF_8));

    private ProducerRecord<byte[], byte[]> letter(Throwable cause, Detail detail) {
        record.headers().add("own", "header".getBytes(UTF_8));
        return new DeadLetter(record, "id-1", Fault.REJECTED, cause, 2, NOW).toRecord(detail, "host-1", NOW);
    }

    private static String header(ProducerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), UTF_8);
    }

    @Test
    void a_task_that_is_put_back_begins_anew_though_it_had_been_away_for_retries() {
        Headers.OF_A_RETRY.forEach(name -> record.headers().add(name, "7".getBytes(UTF_8)));
        var letter = letter(new IllegalStateException("no"), Detail.FULL);

        var task = LetterRecords.task(
                new Letter(new ConsumerRecord<>(
                        letter.topic(),
                        0,
                        1,
                        0,
                        TimestampType.CREATE_TIME,
                        0,
                        0,
                        letter.key(),
                        letter.value(),
                        letter.headers(),
                        Optional.empty())),
                "images");

        assertThat(task.headers())
                .extracting(Header::key)
                .contains("own", Headers.REDRIVEN)
                .doesNotContainAnyElementsOf(Headers.OF_A_RETRY);
        assertThat(header(task, Headers.ID)).isEqualTo("id-1");
    }

    @Test
    void keeps_the_task_as_it_came_and_says_why_it_gave_up() {
        var letter = letter(new IllegalStateException("no"), Detail.FULL);

        assertThat(letter.topic()).isEqualTo("images.dead");
        assertThat(letter.key()).asString(UTF_8).isEqualTo("id-1");
        assertThat(letter.value()).asString(UTF_8).isEqualTo("payload");
        assertThat(header(letter, "own")).isEqualTo("header");
        assertThat(header(letter, Headers.DEAD_KEY)).isEqualTo("owner");
        assertThat(header(letter, Headers.DEAD_REASON)).isEqualTo("REJECTED");
        assertThat(header(letter, Headers.DEAD_EXCEPTION)).isEqualTo("java.lang.IllegalStateException");
        assertThat(header(letter, Headers.DEAD_MESSAGE)).isEqualTo("no");
        assertThat(header(letter, Headers.DEAD_ATTEMPTS)).isEqualTo("2");
        assertThat(header(letter, Headers.DEAD_TIME)).isEqualTo("2030-01-01T00:00:00Z");
        assertThat(header(letter, Headers.DEAD_WORKER)).isEqualTo("host-1");
        assertThat(header(letter, Headers.DEAD_TOPIC)).isEqualTo("images");
        assertThat(header(letter, Headers.DEAD_PARTITION)).isEqualTo("3");
        assertThat(header(letter, Headers.DEAD_OFFSET)).isEqualTo("42");
    }

    @Test
    void its_own_part_is_bounded_however_deep_the_stack_and_long_the_message() {
        Throwable deep = new IllegalStateException("m".repeat(100_000));
        for (int i = 0; i < 500; i++) {
            deep = new IllegalStateException("caused", deep);
        }
        var letter = letter(deep, Detail.FULL);

        int bytes = 0;
        for (var header : letter.headers()) {
            bytes += header.key().length() + header.value().length;
        }
        assertThat(bytes).isLessThan(64 * 1024);
    }

    @Test
    void a_letter_that_was_too_large_goes_without_its_stack() {
        assertThat(letter(new IllegalStateException("no"), Detail.WITHOUT_STACK)
                        .headers()
                        .lastHeader(Headers.DEAD_STACK))
                .isNull();
    }
}
