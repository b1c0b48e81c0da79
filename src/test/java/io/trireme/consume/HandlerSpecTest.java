package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.MissedFirings;
import io.trireme.retry.RetryOverride;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandlerSpecTest {
    private static final HandlerSpec TWO = new HandlerSpec(
            "images",
            "shrink",
            "com.acme.Images#shrink",
            RetryOverride.NONE,
            Optional.of(new HandlerCron("0 3\t* * *", "UTC", MissedFirings.ALL, "{\n\t\"a\": [1,\r\n2]}")),
            Optional.of("images, all"),
            HandlerSpec.Returns.STAGE,
            List.of("int", HandlerSpec.CONTEXT, "[B"));
    private static final HandlerSpec NONE = new HandlerSpec(
            "ticks",
            "tick",
            "com.acme.Clock#tick",
            RetryOverride.NONE,
            Optional.empty(),
            Optional.empty(),
            HandlerSpec.Returns.VALUE,
            List.of());

    @Test
    void it_travels_as_text() {
        assertThat(HandlerSpec.parse(TWO.asText())).isEqualTo(TWO);
        assertThat(HandlerSpec.parse(NONE.asText())).isEqualTo(NONE);
    }

    @Test
    void what_a_cron_rule_says_keeps_its_meaning_in_one_line() {
        HandlerCron cron = HandlerSpec.parse(TWO.asText()).cron().orElseThrow();

        assertThat(cron.job("images", "shrink").name()).isEqualTo("images:shrink");
        assertThat(cron.job("images", "images").name()).isEqualTo("images");
        assertThat(cron.job("images", "images").rule()).isEqualTo("0 3 * * *");
        assertThat(cron.payload()).isEqualToIgnoringWhitespace("{\"a\": [1, 2]}");
    }

    @Test
    void the_context_is_no_payload() {
        assertThat(TWO.payloads()).containsExactly("int", "[B");
        assertThat(TWO.contextPosition()).isEqualTo(1);
        assertThat(NONE.payloads()).isEmpty();
        assertThat(NONE.contextPosition()).isNegative();
    }
}
