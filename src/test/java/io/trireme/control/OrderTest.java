package io.trireme.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderTest {
    @Test
    void what_is_written_is_read() {
        assertThat(Order.read(Order.key("digest"), Order.pause())).isEqualTo(new Order.Pause("digest", true));
        assertThat(Order.read(Order.key("digest"), null)).isEqualTo(new Order.Pause("digest", false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"paused\":true,\"limit\":{\"paused\":[1]},\"by\":[\"x\"]} | true",
                "{\"limit\":4} | false",
                "{\"paused\":false} | false",
            })
    void fields_that_this_version_does_not_know_are_passed_over(String value, boolean paused) {
        assertThat(Order.read(Order.key("digest"), value.getBytes(UTF_8))).isEqualTo(new Order.Pause("digest", paused));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "true",
                "[]",
                "{",
                "{\"paused\"",
                "{\"paused\":",
                "{\"paused\":\"yes\"}",
                "{\"paused\":null}",
                "{\"paused\":true",
                "{\"paused\":true}}",
                "{\"paused\":true} {}",
                "\u0000\u0001"
            })
    void a_damaged_value_is_unusable(String value) {
        assertThat(Order.read(Order.key("digest"), value.getBytes(UTF_8))).isInstanceOf(Order.Unusable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "queue/", "queue/a b", "queue/trireme.control", "digest", "tenant/x"})
    void a_foreign_key_is_unusable(String key) {
        assertThat(Order.read(key.getBytes(UTF_8), Order.pause())).isInstanceOf(Order.Unusable.class);
    }

    @Test
    void a_record_without_key_is_unusable() {
        assertThat(Order.read(null, Order.pause())).isInstanceOf(Order.Unusable.class);
    }
}
