package io.trireme.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JavaCommandTest {
    @Test
    void a_jar_is_started_as_one() {
        assertThat(JavaCommand.of(List.of("-Xmx1g"), "/app/a b.jar", "/app/a b.jar work -x", List.of("work")))
                .containsSubsequence("-Xmx1g", "-jar", "/app/a b.jar", "work")
                .hasSize(5);
    }

    @Test
    void a_class_is_started_from_the_class_path() {
        assertThat(JavaCommand.of(List.of(), "x:y.jar", "io.Main work", List.of()))
                .containsSubsequence("-cp", "x:y.jar", "io.Main")
                .hasSize(4);
    }

    @Test
    void a_debuggers_port_stays_with_this_process() {
        List<String> options = List.of("-agentlib:jdwp=transport=dt_socket,address=5005", "-Da=b");

        assertThat(JavaCommand.of(options, "a.jar", "a.jar", List.of()))
                .contains("-Da=b")
                .noneMatch(option -> option.contains("jdwp"));
    }
}
