package io.trireme.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class TokenCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void the_line_lets_the_token_in_for_what_was_asked() {
        assertThat(token("shop", "--role", "publisher,viewer", "--queues", "mail,bills"))
                .isZero();

        List<String> lines = out.toString().lines().toList();
        String token = lines.get(0).substring("token  ".length());
        String line = lines.get(1).substring("line   ".length());
        assertThat(Token.isOne(token)).isTrue();
        assertThat(line).doesNotContain(token);
        assertThat(TokenTable.read(line, "f").find(token))
                .contains(new Grant("shop", Set.of(CallerRole.PUBLISHER, CallerRole.VIEWER), Set.of("mail", "bills")));
    }

    @Test
    void every_token_is_another_one() {
        token("a", "--role", "viewer");
        token("a", "--role", "viewer");

        assertThat(out.toString().lines().distinct()).hasSize(4);
    }

    @Test
    void a_name_or_a_queue_that_cannot_be_is_a_wrong_command_line() {
        assertThat(token("a b", "--role", "viewer")).isEqualTo(2);
        assertThat(token("a", "--role", "viewer", "--queues", "q.dead")).isEqualTo(2);
        assertThat(token("a")).isEqualTo(2);

        assertThat(err.toString()).contains("name", "queues' names", "--role");
    }

    private int token(String... arguments) {
        return new CommandLine(new TokenCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
