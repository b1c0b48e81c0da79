package io.trireme.dev;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * The two listening sockets of the embedded broker: one for clients, one for its own controller.
 *
 * <p>They are bound before Kafka starts and handed over when it asks for them. So there is no moment between finding a
 * free port and taking it, and the settings can name the ports that are really held. Both are on loopback: nothing off
 * this machine can reach them.
 *
 * <p>Threads: made and closed by whoever starts the broker; Kafka asks for the sockets on that same thread. A port that
 * is taken leads to another one ({@link #near}) or to a {@link BindException} ({@link #at}).
 */
final class LoopbackSockets implements ServerSocketFactory, AutoCloseable {
    static final String CLIENTS = "CLIENTS";
    static final String CONTROLLER = "CONTROLLER";

    // Not getLoopbackAddress(), which may be ::1.
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int BACKLOG = 50;
    private static final int TRIES = 100;

    // Below the ports that systems give to outgoing connections (from 32768 on Linux). Walk-through of the reason: the
    // broker stops; a client that reconnects to 127.0.0.1:40000 is by chance given 40000 as its own port; TCP connects
    // it to itself; the broker finds its port taken when it comes back.
    private static final int LOWEST_CHOICE = 20_000;
    private static final int HIGHEST_CHOICE = 32_000;

    private final ServerSocketChannel clients;
    private final ServerSocketChannel controller;

    private LoopbackSockets(ServerSocketChannel clients) throws IOException {
        this.clients = clients;
        try {
            this.controller = bound(0);
        } catch (IOException failure) {
            clients.close();
            throw failure;
        }
    }

    /** Sockets with exactly this port for clients. */
    static LoopbackSockets at(int port) throws IOException {
        return new LoopbackSockets(bound(port));
    }

    /** Sockets with this port for clients, or the next free one above it; 0 leaves the choice free. */
    static LoopbackSockets near(int preferred) throws IOException {
        int first = preferred > 0 ? preferred : ThreadLocalRandom.current().nextInt(LOWEST_CHOICE, HIGHEST_CHOICE);
        for (int port = first; port < first + TRIES && port <= 65_535; port++) {
            try {
                return at(port);
            } catch (BindException taken) {
                // on to the next one
            }
        }
        throw new BindException("no port is free on 127.0.0.1 from " + first
                + " on. Name another port for the embedded broker, or 0 to leave the choice to it.");
    }

    int clientPort() {
        return clients.socket().getLocalPort();
    }

    InetSocketAddress controller() throws IOException {
        return (InetSocketAddress) controller.getLocalAddress();
    }

    @Override
    public ServerSocketChannel openServerSocket(
            String listener, InetSocketAddress address, int backlog, int receiveBufferSize) {
        return listener.equalsIgnoreCase(CLIENTS) ? clients : controller;
    }

    /** Releases both ports, also those that Kafka never asked for. */
    @Override
    public void close() throws IOException {
        try (clients) {
            controller.close();
        }
    }

    private static ServerSocketChannel bound(int port) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), BACKLOG);
            return channel;
        } catch (BindException taken) {
            channel.close();
            throw new BindException("port " + port + " on 127.0.0.1 cannot be had: " + taken.getMessage());
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
    }
}
