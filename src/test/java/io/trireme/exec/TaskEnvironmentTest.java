package io.trireme.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskEnvironmentTest {
    @Test
    void headers_become_variables_with_our_prefix_whatever_they_are_called() {
        Map<String, String> environment = TaskEnvironment.of(ExecTask.of("")
                .withHeaders(Map.of("x-tenant", "acme", "PATH", "/evil", "ld.preload=x", "y", "ü", "z")));

        assertThat(environment)
                .containsEntry("TRIREME_ID", "task-7")
                .containsEntry("TRIREME_ATTEMPT", "1")
                .containsEntry("TRIREME_HEADER_X_TENANT", "acme")
                .containsEntry("TRIREME_HEADER_PATH", "/evil")
                .containsEntry("TRIREME_HEADER_LD_PRELOAD_X", "y")
                .doesNotContainKeys("PATH", "TRIREME_LEFT_OUT");
        assertThat(environment.keySet()).allMatch(name -> name.matches("TRIREME_[A-Z0-9_]+"));
    }

    @Test
    void what_does_not_fit_is_left_out_and_counted() {
        var headers = new HashMap<String, String>();
        headers.put("long", "x".repeat(TaskEnvironment.LONGEST + 1));
        headers.put("zero", "a\0b");
        for (int i = 0; i < 100; i++) {
            headers.put("h" + i, "x".repeat(TaskEnvironment.LONGEST));
        }

        Map<String, String> environment = TaskEnvironment.of(ExecTask.of("").withHeaders(headers));

        int size = environment.values().stream().mapToInt(String::length).sum();
        assertThat(size).isLessThanOrEqualTo(TaskEnvironment.MOST);
        assertThat(environment).doesNotContainKeys("TRIREME_HEADER_LONG", "TRIREME_HEADER_ZERO");
        assertThat(Integer.parseInt(environment.get("TRIREME_LEFT_OUT"))).isBetween(70, 80);
    }
}
