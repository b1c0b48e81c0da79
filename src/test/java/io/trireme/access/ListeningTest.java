package io.trireme.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListeningTest {
    @Test
    void loopback_needs_no_tokens() {
        assertThatCode(() -> Listening.check(Optional.of("127.0.0.1"), false)).doesNotThrowAnyException();
        assertThatCode(() -> Listening.check(Optional.of("::1"), false)).doesNotThrowAnyException();
    }

    @Test
    void beyond_loopback_there_are_tokens_or_no_start() {
        assertThatCode(() -> Listening.check(Optional.of("0.0.0.0"), true)).doesNotThrowAnyException();
        assertThatThrownBy(() -> Listening.check(Optional.of("0.0.0.0"), false))
                .hasMessageStartingWith("HTTP listens on loopback only")
                .hasMessageContaining("trireme.http.tokens-file");
        assertThatThrownBy(() -> Listening.check(Optional.empty(), false)).hasMessageContaining("not set");
    }
}
