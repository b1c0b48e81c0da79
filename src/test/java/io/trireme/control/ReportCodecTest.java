package io.trireme.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.control.ProcessReport.RunningTask;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportCodecTest {
    @Test
    void what_is_written_is_read() {
        var report = new ProcessReport(
                "host-1", true, 4, false, 2, 3, List.of(new RunningTask("id", "type", 2, 1.5, "thread", true)));

        assertThat(ReportCodec.read(ReportCodec.write(report))).contains(report);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "4",
                "{\"process\":1,",
                "{\"process\":\"p\"}",
                "{\"process\":{},\"running\":[]}"
            })
    void what_is_no_report_is_none(String value) {
        assertThat(ReportCodec.read(value.getBytes(UTF_8))).isEmpty();
    }

    @Test
    void fields_of_later_versions_are_passed_over() {
        assertThat(ReportCodec.read("{\"process\":\"p\",\"mood\":\"good\",\"running\":[]}".getBytes(UTF_8)))
                .hasValueSatisfying(report -> assertThat(report.process()).isEqualTo("p"));
    }
}
