package io.trireme.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CarriedHeadersTest {
    private final Map<String, String> request = Map.of("x-tenant", "7", "authorization", "secret", "x-other", "8");

    @Test
    void what_is_listed_goes_along_and_nothing_else() {
        assertThat(new CarriedHeaders(List.of("X-Tenant", "x-absent")).of(request::get))
                .containsExactly(Map.entry("x-tenant", "7"));
        assertThat(new CarriedHeaders(List.of()).of(request::get)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "cookie",
                "trireme-attempt",
                "ce_id",
                "CE-Id",
                "traceparent",
                "Content-Type",
                "a b",
                ""
            })
    void what_is_secret_or_has_a_meaning_of_its_own_cannot_be_listed(String name) {
        assertThatThrownBy(() -> new CarriedHeaders(List.of(name))).hasMessageContaining("trireme.http.task-headers");
    }
}
