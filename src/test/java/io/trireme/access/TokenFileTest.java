package io.trireme.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {
    private final Random random = new Random(8);
    private final String old = Token.make(random);
    private final String next = Token.make(random);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("tokens"), line(old));
    }

    private static void lookTwice(TokenFile tokens) {
        tokens.look();
        tokens.look();
    }

    @Test
    void a_change_is_in_force_when_two_looks_have_found_it() throws IOException {
        TokenFile tokens = TokenFile.open(file);

        Files.writeString(file, line(next));
        lookTwice(tokens);

        assertThat(tokens.find(old)).isEmpty();
        assertThat(tokens.find(next)).isPresent();
    }

    @Test
    void one_that_is_read_while_it_is_written_takes_no_token_away() throws IOException {
        TokenFile tokens = TokenFile.open(file);

        Files.writeString(file, ""); // as who opens it for writing leaves it at first
        tokens.look();
        assertThat(tokens.find(old)).isPresent();
        Files.writeString(file, line(next));
        tokens.look();
        assertThat(tokens.find(old)).isPresent();
        Files.writeString(file, line(next) + line(old));
        lookTwice(tokens);

        assertThat(tokens.find(old)).isPresent();
        assertThat(tokens.find(next)).isPresent();
    }

    @Test
    void a_look_that_could_not_read_ends_what_the_looks_before_have_found() throws IOException {
        TokenFile tokens = TokenFile.open(file);

        Files.writeString(file, line(next));
        tokens.look();
        Files.delete(file);
        tokens.look();
        Files.writeString(file, line(next)); // half of it, say, as before
        tokens.look();

        assertThat(tokens.find(old)).isPresent();
    }

    @Test
    void the_last_token_can_be_taken_out() throws IOException {
        TokenFile tokens = TokenFile.open(file);

        Files.writeString(file, "# none\n");
        lookTwice(tokens);

        assertThat(tokens.find(old)).isEmpty();
    }

    @Test
    void a_file_with_a_mistake_or_none_changes_nothing_until_it_is_mended() throws IOException {
        TokenFile tokens = TokenFile.open(file);

        Files.writeString(file, line(next) + "half a line\n");
        lookTwice(tokens);
        assertThat(tokens.find(old)).isPresent();
        assertThat(tokens.find(next)).isEmpty();

        Files.delete(file);
        lookTwice(tokens);
        assertThat(tokens.find(old)).isPresent();

        Files.writeString(file, line(next));
        lookTwice(tokens);
        assertThat(tokens.find(old)).isEmpty();
        assertThat(tokens.find(next)).isPresent();
    }

    @Test
    void a_file_that_lets_nobody_in_fails_the_start() throws IOException {
        Files.writeString(file, "# none\n");
        assertThatThrownBy(() -> TokenFile.open(file)).hasMessageContaining("holds no token");
        assertThatThrownBy(() -> TokenFile.open(folder.resolve("nothing")))
                .hasMessageContaining("cannot be read (NoSuchFileException)");
    }

    private static String line(String token) {
        return "shop publisher * " + TokenTableTest.hash(token) + "\n";
    }
}
