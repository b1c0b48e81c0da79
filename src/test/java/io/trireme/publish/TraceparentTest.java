package io.trireme.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class TraceparentTest {
    private static final String GOOD = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void the_form_of_the_specification_is_accepted_and_that_of_later_versions() {
        assertThat(Traceparent.isWellFormed(GOOD)).isTrue();
        assertThat(Traceparent.isWellFormed("01" + GOOD.substring(2) + "-more")).isTrue();
    }

    @Test
    void anything_else_is_not() {
        assertThat(Traceparent.isWellFormed("")).isFalse();
        assertThat(Traceparent.isWellFormed(GOOD.toUpperCase(Locale.ROOT))).isFalse();
        assertThat(Traceparent.isWellFormed("ff" + GOOD.substring(2))).isFalse();
        assertThat(Traceparent.isWellFormed(GOOD.replace("0af7651916cd43dd8448eb211c80319c", "0".repeat(32))))
                .isFalse();
        assertThat(Traceparent.isWellFormed(GOOD.replace("b7ad6b7169203331", "0".repeat(16))))
                .isFalse();
        assertThat(Traceparent.isWellFormed(GOOD + "\r\nx: y")).isFalse();
    }
}
