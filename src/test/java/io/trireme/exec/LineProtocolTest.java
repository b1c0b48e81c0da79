package io.trireme.exec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trireme.TriremeException;
import io.trireme.exec.LineProtocol.Answer;
import io.trireme.wire.PayloadCodec;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineProtocolTest {
    private final LineProtocol protocol = new LineProtocol(new PayloadCodec(new ObjectMapper()));

    @Test
    void the_id_is_the_first_field_and_the_payload_the_last() {
        String line = line(ExecTask.of("{\"a\":\n 1.10}\r\n").withHeaders(Map.of("x", "a\"b\n")));

        assertThat(line)
                .startsWith("{\"task\":\"task-7\",\"type\":\"type\",\"queue\":\"queue\",\"attempt\":1,")
                .contains("\"headers\":{\"x\":\"a\\\"b\\n\"}")
                .endsWith(",\"payload\":{\"a\":  1.10}  }\n")
                .hasLineCount(1);
    }

    @Test
    void text_and_bytes_have_fields_of_their_own() {
        assertThat(line(ExecTask.of("hello\nthere"))).endsWith(",\"text\":\"hello\\nthere\"}\n");
        assertThat(line(ExecTask.of("1").withContentType("text/plain"))).endsWith(",\"text\":\"1\"}\n");
        assertThat(line(ExecTask.of("id", new byte[] {-1}))).endsWith(",\"base64\":\"/w==\"}\n");
    }

    @Test
    void what_says_it_is_json_and_is_not_never_reaches_a_worker() {
        assertThatThrownBy(() -> line(ExecTask.of("{").withContentType("application/json")))
                .isInstanceOf(TriremeException.class)
                .hasMessageContaining("cannot be read as JSON");
    }

    @Test
    void there_are_four_answers() {
        assertThat(answer("{\"task\":\"7\",\"done\":{\"a\":1}}"))
                .isInstanceOf(Answer.Done.class)
                .asString()
                .contains("{\"a\":1}");
        assertThat(answer("{\"task\":\"7\",\"retry\":\"busy\"}")).isEqualTo(new Answer.Retry("busy"));
        assertThat(answer("{\"task\":\"7\",\"dead\":\"no\\nway\"}")).isEqualTo(new Answer.Dead("no?way"));
        assertThat(answer("{\"task\":\"7\",\"snooze\":\"5m\"}")).isEqualTo(new Answer.Snooze(Duration.ofMinutes(5)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rubbish",
                "[1]",
                "{\"task\":\"7\"}",
                "{\"task\":\"8\",\"done\":1}",
                "{\"done\":1}",
                "{\"task\":\"7\",\"done\":1} {}",
                "{\"task\":\"7\",\"snooze\":\"soon\"}",
                "{\"task\":\"7\",\"snooze\":\"0s\"}"
            })
    void anything_else_is_told_with_its_beginning(String line) {
        assertThatThrownBy(() -> answer(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("it answered with '" + line);
    }

    private String line(ExecTask task) {
        return new String(protocol.line(task), UTF_8);
    }

    private Answer answer(String line) {
        return protocol.answer(line.getBytes(UTF_8), "7");
    }
}
