package io.trireme.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.examples.Report.Row;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void the_columns_are_as_wide_as_what_is_in_them() {
        var report = new Report(List.of(
                new Row("digest", 306, 152.4, Duration.ofMillis(525), Duration.ofMillis(1_910), 9, 0),
                new Row("fetch", 20_000, 3_333.6, Duration.ofMillis(748), Duration.ofMillis(12_504), 4_000, 12)));

        assertThat(report.lines())
                .containsExactly(
                        "queue    tasks  tasks/s     p50      p99  peak in flight  failures",
                        "------------------------------------------------------------------",
                        "digest     306      152  525 ms   1.91 s               9         0",
                        "fetch   20,000    3,334  748 ms  12.50 s           4,000        12");
    }

    @Test
    void times_have_three_digits_or_so() {
        assertThat(Report.time(Duration.ZERO)).isEqualTo("-");
        assertThat(Report.time(Duration.ofNanos(440_000))).isEqualTo("0.4 ms");
        assertThat(Report.time(Duration.ofMillis(512))).isEqualTo("512 ms");
        assertThat(Report.time(Duration.ofMillis(3_214))).isEqualTo("3.21 s");
        assertThat(Report.time(Duration.ofSeconds(125))).isEqualTo("125 s");
    }

    @Test
    void sizes_are_in_units_that_people_read() {
        assertThat(Report.bytes(0)).isEqualTo("0 kB");
        assertThat(Report.bytes(1)).isEqualTo("1 kB");
        assertThat(Report.bytes(315_420_000)).isEqualTo("315 MB");
    }
}
