package io.trireme.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {
    private static final String LOOPBACK = "127.0.0.1";

    @Test
    void a_free_port_is_taken_and_a_taken_one_is_not() throws IOException {
        int port = Ports.near(LOOPBACK, 0);
        try (var socket = new ServerSocket(port, 1, InetAddress.getByName(LOOPBACK))) {
            assertThat(socket.isBound()).isTrue();
            assertThat(Ports.near(LOOPBACK, port)).isPositive().isNotEqualTo(port);
        }

        assertThat(Ports.near(LOOPBACK, port)).isEqualTo(port);
    }

    @Test
    void a_port_of_free_choice_is_none_that_outgoing_connections_are_given() {
        for (int i = 0; i < 20; i++) {
            assertThat(Ports.near(LOOPBACK, 0)).isBetween(20_000, 32_767);
        }
    }

    @Test
    void an_address_of_another_machine_is_named_as_what_is_wrong() {
        assertThatThrownBy(() -> Ports.near("192.0.2.1", 0)) // of those that are kept for documents (RFC 5737)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("192.0.2.1")
                .hasMessageNotContaining("are in use");
    }
}
