package io.trireme.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import org.junit.jupiter.api.Test;

class LoopbackSocketsTest {
    @Test
    void a_port_of_free_choice_is_none_that_outgoing_connections_are_given() throws IOException {
        try (var sockets = LoopbackSockets.near(0)) {
            assertThat(sockets.clientPort()).isBetween(20_000, 32_767);
        }
    }

    @Test
    void a_taken_port_leads_to_a_higher_one_unless_it_must_be_that_one() throws IOException {
        try (var first = LoopbackSockets.near(0);
                var second = LoopbackSockets.near(first.clientPort())) {
            assertThat(second.clientPort()).isGreaterThan(first.clientPort());
            assertThatThrownBy(() -> LoopbackSockets.at(first.clientPort())).isInstanceOf(BindException.class);
        }
    }

    @Test
    void closed_sockets_may_be_bound_again_at_once() throws IOException {
        int port;
        try (var sockets = LoopbackSockets.near(0)) {
            port = sockets.clientPort();
        }

        try (var again = LoopbackSockets.at(port)) {
            assertThat(again.clientPort()).isEqualTo(port);
        }
    }
}
