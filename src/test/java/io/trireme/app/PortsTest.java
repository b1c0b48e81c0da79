package io.trireme.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {
    private static final String LOOPBACK = "127.0.0.1";

    @Test
    void a_free_port_is_taken_and_a_taken_one_is_not() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
            assertThat(Ports.near(LOOPBACK, port)).isPositive().isNotEqualTo(port);
        }

        assertThat(Ports.near(LOOPBACK, port)).isEqualTo(port);
    }
}
