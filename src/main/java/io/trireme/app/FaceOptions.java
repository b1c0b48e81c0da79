package io.trireme.app;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a service that is started listens. Filled in by the command line, read by one thread. */
final class FaceOptions {
    @Option(names = "--http-port", paramLabel = "PORT", description = "The port of the HTTP API (quarkus.http.port).")
    private @Nullable Integer httpPort;

    @Option(
            names = "--http-host",
            paramLabel = "ADDRESS",
            description = "The address of the HTTP API (quarkus.http.host); 127.0.0.1 unless given. Another one needs"
                    + " trireme.http.tokens-file.")
    private @Nullable String httpHost;

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            description = "The port of health and metrics (quarkus.management.port); 9000, or another one when that is"
                    + " taken.")
    private @Nullable Integer managementPort;

    @Option(
            names = "--management-host",
            paramLabel = "ADDRESS",
            description = "The address of health and metrics (quarkus.management.host); 127.0.0.1 unless given.")
    private @Nullable String managementHost;

    Optional<Integer> httpPort() {
        return Optional.ofNullable(httpPort);
    }

    Optional<String> httpHost() {
        return Optional.ofNullable(httpHost);
    }

    Optional<Integer> managementPort() {
        return Optional.ofNullable(managementPort);
    }

    Optional<String> managementHost() {
        return Optional.ofNullable(managementHost);
    }
}
