package io.trireme.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {
    private static final String DUE = "2030-01-31T12:00:00Z";

    @Test
    void the_envelope_is_taken_off_and_everything_else_is_the_tasks() {
        var command =
                read("id-1", "{}", Map.of("trireme-due", DUE, "trireme-queue", "mail", "trireme-key", "k", "x", "y"));

        assertThat(command).isInstanceOfSatisfying(Command.Put.class, put -> {
            assertThat(put.timer().id()).isEqualTo("id-1");
            assertThat(put.timer().queue()).isEqualTo("mail");
            assertThat(put.timer().key()).isEqualTo("k".getBytes(UTF_8));
            assertThat(put.timer().headers()).singleElement().satisfies(left -> assertThat(left.key())
                    .isEqualTo("x"));
            assertThat(put.rank()).isEmpty();
        });
    }

    @Test
    void a_record_without_value_and_due_time_cancels() {
        assertThat(read("id-1", null, Map.of())).isEqualTo(new Command.Cancel("id-1"));
    }

    @Test
    void a_task_without_payload_can_wait_too() {
        assertThat(read("id-1", null, Map.of("trireme-due", DUE, "trireme-queue", "mail")))
                .isInstanceOf(Command.Put.class);
    }

    @Test
    void a_retry_says_which_try_it_is() {
        var headers =
                Map.of("trireme-due", DUE, "trireme-queue", "mail", "trireme-attempt", "3", "trireme-redriven", "1");

        assertThat(read("id-1", "{}", headers)).isInstanceOfSatisfying(Command.Put.class, put -> assertThat(put.rank())
                .isEqualTo(Optional.of(new Rank(1, 3))));
    }

    @Test
    void a_task_that_counts_its_returns_goes_by_them() {
        var headers =
                Map.of("trireme-due", DUE, "trireme-queue", "mail", "trireme-attempt", "3", "trireme-returns", "5");

        assertThat(read("id-1", "{}", headers)).isInstanceOfSatisfying(Command.Put.class, put -> assertThat(put.rank())
                .isEqualTo(Optional.of(new Rank(0, 5))));
    }

    @Test
    void a_task_does_not_take_the_place_of_a_cron_rule() {
        assertThat(read("cron/nightly", "{}", Map.of("trireme-due", DUE, "trireme-queue", "mail")))
                .isInstanceOf(Command.Unusable.class);
    }

    @Test
    void what_was_due_before_1970_is_due_since_then() {
        var headers = Map.of("trireme-due", "-292275054-01-01T00:00:00Z", "trireme-queue", "mail");

        assertThat(read("id-1", "{}", headers))
                .isInstanceOfSatisfying(
                        Command.Put.class, put -> assertThat(put.timer().due()).isEqualTo("1970-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tomorrow", "30s", "+999999999-01-01T00:00:00Z", "2030-02-31T00:00:00Z"})
    void a_due_time_that_is_none_is_unusable(String due) {
        assertThat(read("id-1", "{}", Map.of("trireme-due", due, "trireme-queue", "mail")))
                .isInstanceOf(Command.Unusable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mail.dead", "trireme.schedule", "__consumer_offsets", "a b"})
    void a_queue_that_can_be_none_is_unusable(String queue) {
        assertThat(read("id-1", "{}", Map.of("trireme-due", DUE, "trireme-queue", queue)))
                .isInstanceOf(Command.Unusable.class);
    }

    @Test
    void a_record_without_id_or_with_half_an_envelope_is_unusable() {
        assertThat(read(null, "{}", Map.of("trireme-due", DUE, "trireme-queue", "mail")))
                .isInstanceOf(Command.Unusable.class);
        assertThat(read("id-1", "{}", Map.of("trireme-queue", "mail"))).isInstanceOf(Command.Unusable.class);
        assertThat(read("id-1", "{}", Map.of("trireme-due", DUE))).isInstanceOf(Command.Unusable.class);
        assertThat(Command.read(new byte[] {(byte) 0xC3}, null, new RecordHeaders()))
                .isInstanceOf(Command.Unusable.class);
    }

    @Test
    void an_attempt_that_is_no_number_is_unusable() {
        assertThat(read("id-1", "{}", Map.of("trireme-due", DUE, "trireme-queue", "mail", "trireme-attempt", "two")))
                .isInstanceOf(Command.Unusable.class);
    }

    private static Command read(String key, String value, Map<String, String> texts) {
        var headers = new RecordHeaders();
        texts.forEach((name, text) -> headers.add(name, text.getBytes(UTF_8)));
        return Command.read(
                key == null ? null : key.getBytes(UTF_8), value == null ? null : value.getBytes(UTF_8), headers);
    }
}
