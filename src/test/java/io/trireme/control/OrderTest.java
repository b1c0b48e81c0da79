package io.trireme.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trireme.consume.Purge;
import io.trireme.consume.Revocations;
import io.trireme.consume.Revocations.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderTest {
    private static final Instant LATER = Instant.parse("2030-01-31T12:00:00Z");

    static Stream<Order> orders() {
        return Stream.of(
                new Order.Pause("digest", true),
                new Order.Pause("digest", false),
                new Order.Concurrency("digest", OptionalInt.of(10_000)),
                new Order.Concurrency("digest", OptionalInt.empty()),
                new Order.Drop("digest", Optional.of(new Purge(Uuid.randomUuid(), List.of(0L, 1L << 40)))),
                new Order.Drop("digest", Optional.empty()),
                new Order.Question("digest", Optional.of("one")),
                new Order.Question("digest", Optional.empty()),
                new Order.Revoke(Kind.TASK, "an/id ünd more", Optional.of(LATER)),
                new Order.Revoke(Kind.TASK, "id", Optional.empty()),
                new Order.Revoke(Kind.GROUP, "task/id", Optional.of(LATER)),
                new Order.Revoke(Kind.GROUP, "g", Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void what_is_written_is_read(Order order) throws Exception {
        assertThat(OrderReader.read(order.key(), order.value())).isEqualTo(order);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"paused\":true,\"limit\":{\"paused\":[1]},\"by\":[\"x\"]} | true",
                "{\"limit\":4} | false",
                "{\"paused\":false} | false",
            })
    void fields_that_this_version_does_not_know_are_passed_over(String value, boolean paused) throws Exception {
        assertThat(OrderReader.read(key("queue/digest"), value.getBytes(UTF_8)))
                .isEqualTo(new Order.Pause("digest", paused));
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
    void a_damaged_pause_is_unusable(String value) {
        assertUnusable(key("queue/digest"), value.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"until\":1}", "{\"until\":\"tomorrow\"}", "[]", "{\"until\":\"2030-01-31T12:00:00Z\""})
    void a_damaged_revocation_is_unusable(String value) {
        assertUnusable(key("task/id"), value.getBytes(UTF_8));
        assertUnusable(key("group/g"), value.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "queue/", "queue/a b", "queue/trireme.control", "digest", "tenant/x", "task/", "group/"})
    void a_foreign_key_is_unusable(String key) {
        assertUnusable(key(key), null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"concurrency\":0}",
                "{\"concurrency\":10001}",
                "{\"concurrency\":\"4\"}",
                "{\"concurrency\":99999999999}",
                "4"
            })
    void a_concurrency_that_cannot_be_is_unusable(String value) {
        assertUnusable(key("concurrency/digest"), value.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"topic\":\"AAAAAAAAAAAAAAAAAAAAAQ\",\"ends\":[1.5]}",
                "{\"topic\":\"AAAAAAAAAAAAAAAAAAAAAQ\",\"ends\":[\"1\"]}",
                "{\"topic\":\"AAAAAAAAAAAAAAAAAAAAAQ\",\"ends\":[99999999999999999999]}",
                "{\"topic\":\"short\",\"ends\":[1]}",
                "{\"ends\":[1]}",
                "[]"
            })
    void a_damaged_purge_is_unusable(String value) {
        assertUnusable(key("purge/digest"), value.getBytes(UTF_8));
    }

    @Test
    void a_name_that_would_fill_the_memory_is_unusable() throws Exception {
        String longest = "x".repeat(Revocations.LONGEST_NAME);

        assertThat(OrderReader.read(key("task/" + longest), null))
                .isEqualTo(new Order.Revoke(Kind.TASK, longest, Optional.empty()));
        assertUnusable(key("task/" + longest + "x"), null);
    }

    @Test
    void a_record_without_key_is_unusable() {
        assertUnusable(null, key("{\"paused\":true}"));
    }

    private static byte[] key(String text) {
        return text.getBytes(UTF_8);
    }

    private static void assertUnusable(byte @Nullable [] key, byte @Nullable [] value) {
        assertThatThrownBy(() -> OrderReader.read(key, value)).isInstanceOf(OrderReader.Unusable.class);
    }
}
