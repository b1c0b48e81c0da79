package io.trireme.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.trireme.Fault;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTest {
    private final ObjectMapper json = new ObjectMapper().registerModule(new Jdk8Module());

    @ParameterizedTest
    @EnumSource(Fault.class)
    void every_fault_has_a_status_and_a_type_of_its_own(Fault fault) {
        Problem problem = Problem.of(fault.because("a", 2, "c", "d"));

        assertThat(problem.status()).isBetween(400, 599);
        assertThat(problem.type()).startsWith("urn:trireme:fault:").isLowerCase();
        assertThat(problem.fault()).contains(fault);
        assertThat(problem.detail()).isNotBlank();
    }

    @Test
    void it_reads_as_rfc_9457_says() {
        JsonNode problem = json.valueToTree(Problem.of(Fault.QUEUE_UNKNOWN.because("nope")));

        assertThat(problem.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("type", "title", "status", "detail", "fault");
        assertThat(problem.get("status").asInt()).isEqualTo(404);
        assertThat(problem.get("title").asText()).isEqualTo("Queue unknown");
        assertThat(problem.get("fault").asText()).isEqualTo("QUEUE_UNKNOWN");
    }

    @Test
    void further_members_stand_beside_the_standard_ones_and_no_fault_is_no_member() {
        JsonNode problem = json.valueToTree(Problem.of(503, "Later.").with(Map.of("accepted", 3)));

        assertThat(problem.get("accepted").asInt()).isEqualTo(3);
        assertThat(problem.get("type").asText()).isEqualTo("about:blank");
        assertThat(problem.has("fault")).isFalse();
    }
}
