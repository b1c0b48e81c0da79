package io.trireme.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodyLengthTest {
    @Test
    void a_length_beyond_two_gigabytes_is_one_too_and_what_is_no_number_is_refused() {
        assertThat(BodyLength.of("3000000000")).hasValue(3_000_000_000L);
        assertThat(BodyLength.of(null)).isEmpty();
        for (String none : List.of("many", "-1")) {
            assertThatThrownBy(() -> BodyLength.of(none))
                    .isInstanceOfSatisfying(WebApplicationException.class, refused -> assertThat(
                                    refused.getResponse().getStatus())
                            .isEqualTo(400));
        }
    }
}
