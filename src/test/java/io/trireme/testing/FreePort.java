package io.trireme.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for a process that binds it seconds later. None that the system gives to outgoing connections (from 32768 on Linux), as
 * one of port 0 would be: of those any client that another test opens meanwhile may be given it. At random, so that tests side by
 * side do not choose the same.
 */
public final class FreePort {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 100;

    private FreePort() {}

    /** One that nobody has on loopback now. */
    public static int onLoopback() throws IOException {
        IOException taken = new IOException();
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try (var socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
                return socket.getLocalPort();
            } catch (IOException inUse) {
                taken = inUse;
            }
        }
        throw taken;
    }
}
