package io.trireme.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** The management port of a crew: probes and meters, under the paths that a single process has. Any thread. */
public final class CrewServer implements AutoCloseable {
    private static final String JSON = "application/json; charset=UTF-8";
    private static final String METERS = "text/plain; version=0.0.4; charset=utf-8";
    private static final int OK = 200;
    private static final int DOWN = 503;

    private final ObjectMapper json = new ObjectMapper();
    private final CrewProbes probes;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    /** @throws IOException when the port cannot be had */
    public CrewServer(Supervisor supervisor, InetSocketAddress address) throws IOException {
        server = HttpServer.create(address, 0);
        probes = new CrewProbes(supervisor.members());
        probe("/q/health/live", probes::live);
        probe("/q/health/ready", probes::ready);
        probe("/q/health/started", probes::started);
        probe("/q/health", probes::ready);
        server.createContext("/q/metrics", exchange -> answer(exchange, OK, METERS, probes.meters()));
        server.setExecutor(threads);
        server.start();
    }

    /** The port that it listens at. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void probe(String path, Supplier<CrewReport> probe) {
        server.createContext(path, exchange -> {
            CrewReport report = probe.get();
            answer(exchange, report.isUp() ? OK : DOWN, JSON, json.writeValueAsString(report));
        });
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        probes.close();
    }
}
