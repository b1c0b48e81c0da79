package io.trireme.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trireme.Fault;
import io.trireme.Task;
import io.trireme.TriremeException;
import io.trireme.wire.PayloadCodec;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubmissionTest {
    private final PayloadCodec codec = new PayloadCodec(new ObjectMapper());

    @Test
    void what_has_no_type_or_curls_own_is_taken_for_json() {
        assertThat(task("{}", Optional.empty()).contentType()).contains("application/json");
        assertThat(task("{}", Optional.of("application/x-www-form-urlencoded")).contentType())
                .contains("application/json");
    }

    @Test
    void json_is_checked_and_passes_as_it_came() {
        assertThat(task(" { \"a\" : 1 } ", Optional.of("application/json; charset=utf-8"))
                        .payload())
                .hasValueSatisfying(
                        payload -> assertThat((byte[]) payload).asString().isEqualTo(" { \"a\" : 1 } "));
        assertThatThrownBy(() -> task("{\"a\":1} {", Optional.of("application/vnd.acme+json")))
                .isInstanceOfSatisfying(TriremeException.class, fault -> assertThat(fault.fault())
                        .isEqualTo(Fault.PAYLOAD_MALFORMED));
    }

    @Test
    void anything_else_passes_unseen_with_its_type() {
        assertThat(task("{", Optional.of("text/plain")).contentType()).contains("text/plain");
    }

    @Test
    void a_name_that_cannot_be_a_queues_is_refused() {
        assertThatThrownBy(() -> submission("a b"))
                .isInstanceOfSatisfying(TriremeException.class, fault -> assertThat(fault.fault())
                        .isEqualTo(Fault.QUEUE_NAME_WRONG));
    }

    private Task task(String payload, Optional<String> contentType) {
        return submission("q").task(payload.getBytes(UTF_8), contentType, codec);
    }

    private static Submission submission(String queue) {
        return new Submission(queue, Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
    }
}
