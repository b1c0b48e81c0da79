package io.trireme.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TriremeTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void help_lists_the_commands() {
        assertThat(trireme("--help")).isZero();

        assertThat(out.toString()).contains("dev", "work", "publish", "queues");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "work", "exec", "publish", "queues"})
    void every_command_has_help_and_a_version_and_says_its_exit_codes(String command) {
        assertThat(trireme(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: trireme " + command, "Exit codes: 0");

        assertThat(trireme(command, "--version")).isZero();
        assertThat(out.toString()).contains("trireme ");
    }

    @Test
    void of_a_line_that_begins_with_a_command_only_that_one_is_looked_at() {
        Set<String> all = Trireme.commandLine().getSubcommands().keySet();

        assertThat(all).allSatisfy(command -> assertThat(
                        Trireme.commandLine(command).getSubcommands().keySet())
                .isSubsetOf(all)
                .contains(command));
        assertThat(Trireme.commandLine("work", "--help").getSubcommands()).containsOnlyKeys("work");
        assertThat(Trireme.commandLine("-v", "work").getSubcommands()).containsOnlyKeys(all);
    }

    @Test
    void a_wrong_command_line_is_one_sentence_and_exit_code_2() {
        assertThat(trireme("queus")).isEqualTo(2);
        assertThat(err.toString()).startsWith("trireme: ").contains("--help").hasLineCount(1);
    }

    @Test
    void publish_wants_one_source_of_payloads_and_one_of_keys() {
        assertThat(trireme("publish", "q")).isEqualTo(2);
        assertThat(trireme("publish", "q", "1", "--from", "-")).isEqualTo(2);
        assertThat(trireme("publish", "q", "1", "--key", "a", "--key-field", "b"))
                .isEqualTo(2);

        assertThat(err.toString()).hasLineCount(3);
    }

    @Test
    void a_bad_payload_is_refused_before_any_broker_is_asked() {
        assertThat(trireme("publish", "q", "{", "--bootstrap-servers", "127.0.0.1:1"))
                .isEqualTo(1);

        assertThat(err.toString()).contains("not valid JSON").hasLineCount(1);
    }

    @Test
    void roles_are_named_in_any_case_and_a_wrong_one_is_refused() {
        assertThat(trireme("work", "--role", "rower")).isEqualTo(2);

        assertThat(err.toString()).contains("rower").containsIgnoringCase("worker");
    }

    @Test
    void a_stack_is_shown_when_it_is_asked_for() {
        assertThat(trireme("-v", "publish", "a b", "1")).isEqualTo(1);

        assertThat(err.toString()).contains("cannot be a queue's name").contains("\tat ");
    }

    private int trireme(String... arguments) {
        return Trireme.commandLine(arguments)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
