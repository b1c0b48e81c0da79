package io.trireme.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private long now;

    @Test
    void without_a_terminal_there_is_a_line_now_and_then() {
        try (var lines = new Progress.Lines(new PrintStream(out, true, StandardCharsets.UTF_8), () -> now)) {
            for (int i = 0; i <= 50; i++) {
                lines.show(i, 200, "fetch " + i);
                now += Duration.ofMillis(100).toNanos();
            }
        }

        assertThat(out.toString(StandardCharsets.UTF_8).lines()).containsExactly(" 10 %  fetch 20", " 20 %  fetch 40");
    }

    @Test
    void nothing_to_do_is_done() {
        var lines = new Progress.Lines(new PrintStream(out, true, StandardCharsets.UTF_8), () -> now);
        now = Duration.ofSeconds(3).toNanos();
        lines.show(0, 0, "");

        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("100 %");
    }
}
