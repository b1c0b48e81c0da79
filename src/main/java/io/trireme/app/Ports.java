package io.trireme.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds free ports. A port that is free now may be taken a moment later; then the start fails with a sentence. */
final class Ports {
    // Below the ports that systems give to outgoing connections (from 32768 on Linux): whoever is told of a port takes
    // it only seconds
    // later, and meanwhile a client that connects to the brokers may be given it as its own.
    private static final int LOWEST_CHOICE = 20_000;
    private static final int HIGHEST_CHOICE = 32_000;
    private static final int TRIES = 100;

    private Ports() {}

    /** {@code wanted} if it is free at this address, else any that is; 0 wants any. */
    static int near(String host, int wanted) {
        try {
            InetAddress address = InetAddress.getByName(host);
            bind(address, 0); // else it is the address, or the process has no sockets left
            return wanted != 0 && isFree(address, wanted) ? wanted : any(address);
        } catch (IOException nowhere) {
            throw new UncheckedIOException("No port can be opened at " + host + ": " + nowhere.getMessage(), nowhere);
        }
    }

    private static boolean isFree(InetAddress address, int port) {
        try {
            bind(address, port);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static void bind(InetAddress address, int port) throws IOException {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true); // as the server does: connections that linger from the last run do not count
            socket.bind(new InetSocketAddress(address, port));
        }
    }

    private static int any(InetAddress address) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_CHOICE, HIGHEST_CHOICE);
            if (isFree(address, port)) {
                return port;
            }
        }
        throw new BindException(TRIES + " ports from " + LOWEST_CHOICE + " to " + HIGHEST_CHOICE + " are in use");
    }
}
