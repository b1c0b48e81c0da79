package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.retry.RetryOverride;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandlerSpecTest {
    private static final HandlerSpec TWO = new HandlerSpec(
            "images",
            "shrink",
            "com.acme.Images#shrink",
            RetryOverride.NONE,
            HandlerSpec.Returns.STAGE,
            List.of("int", HandlerSpec.CONTEXT, "[B"));
    private static final HandlerSpec NONE = new HandlerSpec(
            "ticks", "tick", "com.acme.Clock#tick", RetryOverride.NONE, HandlerSpec.Returns.VALUE, List.of());

    @Test
    void it_travels_as_text() {
        assertThat(HandlerSpec.parse(TWO.asText())).isEqualTo(TWO);
        assertThat(HandlerSpec.parse(NONE.asText())).isEqualTo(NONE);
    }

    @Test
    void the_context_is_no_payload() {
        assertThat(TWO.payloads()).containsExactly("int", "[B");
        assertThat(TWO.contextPosition()).isEqualTo(1);
        assertThat(NONE.payloads()).isEmpty();
        assertThat(NONE.contextPosition()).isNegative();
    }
}
