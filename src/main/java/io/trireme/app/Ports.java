package io.trireme.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Finds free ports. A port that is free now may be taken a moment later; then the start fails with a sentence. */
final class Ports {
    private Ports() {}

    /** {@code wanted} if it is free at this address, else any that is; 0 wants any. */
    static int near(String host, int wanted) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return wanted != 0 && isFree(address, wanted) ? wanted : any(address);
        } catch (IOException nowhere) {
            throw new UncheckedIOException("No port can be opened at " + host + ": " + nowhere.getMessage(), nowhere);
        }
    }

    private static boolean isFree(InetAddress address, int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true); // as the server does: connections that linger from the last run do not count
            socket.bind(new InetSocketAddress(address, port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static int any(InetAddress address) throws IOException {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, 0));
            return socket.getLocalPort();
        }
    }
}
