package io.trireme.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trireme.Fault;
import io.trireme.TriremeException;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenTableTest {
    private static final Random RANDOM = new Random(8);
    private static final String SHOP = Token.make(RANDOM);
    private static final String EYE = Token.make(RANDOM);
    private static final String HASH = hash(SHOP);

    private static final String FILE =
            """
            # name roles queues hash
            shop  publisher,VIEWER  mail,invoices  %s

            eye\tviewer\t*\t%s
            """
                    .formatted(HASH, hash(EYE));

    @Test
    void a_token_is_found_by_its_hash_with_what_it_is_for() {
        TokenTable table = TokenTable.read(FILE, "f");

        assertThat(table.find(SHOP))
                .contains(
                        new Grant("shop", Set.of(CallerRole.PUBLISHER, CallerRole.VIEWER), Set.of("mail", "invoices")));
        assertThat(table.find(EYE))
                .hasValueSatisfying(eye -> assertThat(eye.covers("any")).isTrue());
        assertThat(table.find(Token.make(RANDOM))).isEmpty();
    }

    @Test
    void a_line_is_written_as_it_is_read() {
        Grant grant = TokenTable.grant("shop", "viewer,publisher", "b,a");

        String line = TokenTable.line(grant, HASH);

        assertThat(line).isEqualTo("shop viewer,publisher a,b " + HASH);
        assertThat(TokenTable.read(line, "f").find(SHOP)).contains(grant);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    shop viewer *                | 3 columns
                    shop viewer * hash more      | 5 columns
                    shop chief * HASH            | viewer, publisher and operator
                    shop viewer, * HASH          | viewer, publisher and operator
                    s/op viewer * HASH           | name
                    shop viewer a..b/c HASH      | queues' names
                    shop viewer q.dead HASH      | queues' names
                    shop viewer * sha256:12      | never the token itself
                    shop viewer * TOKEN          | never the token itself
                    """)
    void a_line_that_is_wrong_is_named_and_its_secrets_are_not_told(String line, String complaint) {
        String text = "# first\n" + line.replace("HASH", HASH).replace("TOKEN", SHOP);

        assertThatThrownBy(() -> TokenTable.read(text, "tokens"))
                .isInstanceOfSatisfying(TriremeException.class, fault -> assertThat(fault.fault())
                        .isEqualTo(Fault.TOKENS_WRONG))
                .hasMessageContaining("tokens")
                .hasMessageContaining("line 2 ")
                .hasMessageContaining(complaint)
                .message()
                .doesNotContain(SHOP, HASH);
    }

    @Test
    void one_token_is_for_one_caller() {
        assertThatThrownBy(() -> TokenTable.read("a viewer * " + HASH + "\nb operator * " + HASH, "f"))
                .hasMessageContaining("line 2 has the hash of another line");
    }

    @Test
    void only_bearer_tokens_of_our_form_are_taken_for_ours() {
        assertThat(BearerTokens.token("Bearer " + SHOP)).contains(SHOP);
        assertThat(BearerTokens.token("bearer  " + SHOP + " ")).contains(SHOP);
        assertThat(BearerTokens.token("Bearer " + SHOP + "x")).isEmpty();
        assertThat(BearerTokens.token("Bearer eyJhbGciOi.J9.x")).isEmpty();
        assertThat(BearerTokens.token("Basic " + SHOP)).isEmpty();
        assertThat(BearerTokens.token(null)).isEmpty();
    }

    static String hash(String token) {
        return Token.written(Token.hash(token));
    }
}
