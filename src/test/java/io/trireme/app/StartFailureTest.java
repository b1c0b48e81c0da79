package io.trireme.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.QuarkusBindException;
import io.trireme.Fault;
import java.net.BindException;
import org.junit.jupiter.api.Test;

class StartFailureTest {
    @Test
    void a_fault_of_the_catalogue_says_its_sentence_however_deep_it_lies() {
        var fault = Fault.TOPIC_MISSING.because("digest");

        var failure = StartFailure.of(new RuntimeException("Failed to start", new IllegalStateException(fault)));

        assertThat(failure).hasMessage(fault.getMessage());
    }

    @Test
    void a_taken_port_is_named_with_the_way_out() {
        var taken = new QuarkusBindException("127.0.0.1", 8080, new BindException("in use"));

        assertThat(StartFailure.of(new RuntimeException(taken)))
                .hasMessageContaining("8080")
                .hasMessageContaining("--http-port");
    }

    @Test
    void anything_else_tells_its_innermost_cause() {
        assertThat(StartFailure.of(new RuntimeException("outer", new IllegalStateException("inner"))))
                .hasMessage("The service failed: inner");
    }
}
