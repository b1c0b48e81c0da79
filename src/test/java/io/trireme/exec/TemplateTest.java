package io.trireme.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trireme.Fault;
import io.trireme.TriremeException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateTest {
    private static final ExecTask TASK = ExecTask.of("$1 {{id}} `id`").withHeaders(Map.of("tenant", "acme"));

    @Test
    void nothing_of_the_task_goes_in_unless_it_is_asked_for() {
        assertThat(new Template("plain $HOME {x} {{ print $1 }}").fill(TASK))
                .isEqualTo("plain $HOME {x} {{ print $1 }}");
    }

    @Test
    void names_in_double_braces_become_the_tasks() {
        assertThat(new Template("{{id}}/{{type}}-{{queue}}?{{attempt}}{{key}}").fill(TASK))
                .isEqualTo("task-7/type-queue?1");
        assertThat(new Template("--for={{header:tenant}}{{header:none}}").fill(TASK))
                .isEqualTo("--for=acme");
    }

    @Test
    void a_payload_is_put_in_as_it_is_and_not_read_again() {
        assertThat(new Template("<{{payload}}>").fill(TASK)).isEqualTo("<$1 {{id}} `id`>");
    }

    @Test
    void a_name_that_stands_for_nothing_is_refused() {
        assertThatThrownBy(() -> new Template("{{taskid}}"))
                .hasMessageContaining("'{{taskid}}'")
                .hasMessageContaining("{{id}}");
        assertThatThrownBy(() -> new Template("{{id:x}}")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Template("{{header}}")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_cannot_be_an_argument_is_a_dead_letter() {
        assertRefused(ExecTask.of("a\0b"), "zero byte");
        assertRefused(ExecTask.of("x".repeat(Template.LONGEST + 1)), "longer than");
        assertRefused(ExecTask.of("id", new byte[] {(byte) 0xC3}), "not UTF-8");
    }

    @Test
    void a_program_that_is_kept_takes_nothing_of_one_task() {
        assertThat(new Template("a{{empty}}b").fixed()).isEqualTo("ab");
        assertThatThrownBy(() -> new Template("{{key}}").fixed()).hasMessageContaining("'{{key}}' is of one task");
    }

    private static void assertRefused(ExecTask task, String reason) {
        assertThatThrownBy(() -> new Template("{{payload}}").fill(task))
                .isInstanceOfSatisfying(TriremeException.class, refused -> assertThat(refused.fault())
                        .isEqualTo(Fault.UNDECODABLE))
                .hasMessageContaining(reason);
    }
}
