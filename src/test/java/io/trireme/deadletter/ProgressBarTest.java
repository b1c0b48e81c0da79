package io.trireme.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private final StringWriter out = new StringWriter();

    @Test
    void it_grows_on_its_line_with_each_percent_and_no_more_often() {
        var bar = new ProgressBar(new PrintWriter(out), true);

        bar.at(0, 1_000);
        bar.at(500, 1_000);
        bar.at(501, 1_000);
        bar.at(1_000, 1_000);
        bar.end();

        assertThat(out.toString().split("\r"))
                .containsExactly(
                        "",
                        "[" + " ".repeat(40) + "] 0 %",
                        "[" + "#".repeat(20) + " ".repeat(20) + "] 50 %",
                        "[" + "#".repeat(40) + "] 100 %" + System.lineSeparator());
    }

    @Test
    void nothing_to_do_is_done() {
        new ProgressBar(new PrintWriter(out), true).at(0, 0);

        assertThat(out.toString()).contains("100 %");
    }

    @Test
    void without_a_terminal_it_is_silent() {
        var bar = new ProgressBar(new PrintWriter(out), false);

        bar.at(1, 2);
        bar.end();

        assertThat(out.toString()).isEmpty();
    }
}
