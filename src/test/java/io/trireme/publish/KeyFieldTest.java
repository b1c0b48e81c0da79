package io.trireme.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KeyFieldTest {
    @Test
    void a_string_is_taken_as_it_is_and_a_number_as_it_is_written() {
        assertThat(key("{\"other\":{\"id\":1},\"id\":\"a b\"}")).isEqualTo("a b");
        assertThat(key("{\"id\":42}")).isEqualTo("42");
        assertThat(key("{\"id\":1.50}")).isEqualTo("1.50");
    }

    @Test
    void only_a_field_at_the_top_counts() {
        assertThatThrownBy(() -> key("{\"inner\":{\"id\":1},\"list\":[{\"id\":2}]}"))
                .isInstanceOf(KeyMissing.class)
                .hasMessageContaining("'id'")
                .hasMessageContaining("no such field");
    }

    @Test
    void what_is_no_key_is_said_to_be_none() {
        assertThatThrownBy(() -> key("{\"id\":null}")).hasMessageContaining("neither a string nor a number");
        assertThatThrownBy(() -> key("{\"id\":[1]}")).hasMessageContaining("neither a string nor a number");
        assertThatThrownBy(() -> key("[1]")).hasMessageContaining("not an object");
    }

    private static String key(String payload) {
        return new KeyField("id").of(payload.getBytes(UTF_8));
    }
}
