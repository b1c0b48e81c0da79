package io.trireme.app;

import io.trireme.TriremeConfig.Role;
import io.trireme.process.CrewServer;
import io.trireme.process.JavaCommand;
import io.trireme.process.Supervisor;
import io.trireme.wire.ProcessName;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.util.List;

/** Several worker processes, kept running, and one management port for all of them. Owned by the main thread. */
final class Crew {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int DEFAULT_MANAGEMENT_PORT = 9000;

    private final int processes;
    private final int restarts;
    private final List<String> arguments;
    private final FaceOptions faces;
    private final Settings settings = new Settings();

    /**
     * @param restarts of one process within five minutes
     * @param arguments of the command line, as they were given
     */
    Crew(int processes, int restarts, List<String> arguments, FaceOptions faces) {
        this.processes = processes;
        this.restarts = restarts;
        this.arguments = List.copyOf(arguments);
        this.faces = faces;
    }

    /** @throws StartFailure when these roles cannot be had by several processes with one command line */
    Crew check(List<Role> roles) {
        if (processes < 1) {
            throw new StartFailure("--processes is " + processes + "; use 1 or more.");
        }
        if (restarts < 0) {
            throw new StartFailure("--restarts is " + restarts + "; use 0 or more.");
        }
        if (!roles.equals(List.of(Role.WORKER)) || faces.httpPort().isPresent()) {
            throw new StartFailure("--processes is for the role worker alone, without --http-port: a port and a store"
                    + " can be had by one process. Start the other roles on their own.");
        }
        return this;
    }

    /** Runs until it is told to stop; returns the exit code. */
    @SuppressWarnings("SystemOut") // the start's report is this command's output
    int run() {
        String host = faces.managementHost()
                .or(() -> settings.value("quarkus.management.host"))
                .orElse(LOOPBACK);
        int port = faces.managementPort()
                .or(() -> settings.value("quarkus.management.port").map(Integer::valueOf))
                .orElseGet(() -> Ports.near(host, DEFAULT_MANAGEMENT_PORT));
        var supervisor =
                new Supervisor(processes, restarts, this::worker, () -> Ports.near(LOOPBACK, 0), System.err::println);
        try (var server = new CrewServer(supervisor, new InetSocketAddress(host, port))) {
            Runtime.getRuntime().addShutdownHook(new Thread(supervisor::stop, "trireme-stop"));
            System.out.println("Trireme keeps " + processes + " processes, process " + ProcessName.here());
            System.out.println("  management  http://" + host + ":" + server.port() + "/q/health and /q/metrics");
            return supervisor.run();
        } catch (IOException taken) {
            throw StartFailure.of(taken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private ProcessBuilder worker(int port) {
        return new ProcessBuilder(JavaCommand.of(WorkerArguments.of(arguments, port)))
                .redirectOutput(Redirect.INHERIT)
                .redirectError(Redirect.INHERIT);
    }
}
