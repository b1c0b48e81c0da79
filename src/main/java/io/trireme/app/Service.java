package io.trireme.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.trireme.TriremeConfig.Role;
import io.trireme.access.Listening;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Starts Quarkus in this process, with the ports and addresses that Trireme promises, and stays until it has ended.
 *
 * <p>What is configured by the usual means of Quarkus wins over the defaults set here, and the command line over both.
 * Owned by the main thread.
 */
final class Service {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String HTTP_HOST = "quarkus.http.host";
    private static final String HTTP_PORT = "quarkus.http.port";
    private static final String MANAGEMENT_HOST = "quarkus.management.host";
    private static final String MANAGEMENT_PORT = "quarkus.management.port";
    private static final int DEFAULT_HTTP_PORT = 8080;
    private static final int DEFAULT_MANAGEMENT_PORT = 9000;

    /** Largest HTTP body: a batch is read as it comes and a single task has a bound of its own, so this one is far off. */
    private static final String LARGEST_BODY = "64G";

    private static final String LOG_FORMAT = "%d{HH:mm:ss.SSS} %-5p [%c{1}] %s%e%n";

    private final Settings settings;
    private final FaceOptions options;

    Service(Settings settings, FaceOptions options) {
        this.settings = settings;
        this.options = options;
    }

    /**
     * Sets what has to be set before the start.
     *
     * @throws io.trireme.TriremeException when HTTP is to listen beyond loopback, to anybody
     */
    void prepare(Collection<Role> roles) {
        settings.set(
                "trireme.roles",
                roles.stream().map(role -> role.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(",")));
        prepareHttp(roles.contains(Role.WEB) || options.httpPort().isPresent());
        prepareManagement();
        settings.setDefault("quarkus.banner.enabled", "false");
        settings.setDefault("quarkus.log.console.format", LOG_FORMAT);
        settings.setDefault("quarkus.log.category.\"org.apache.kafka\".level", "WARN");
        settings.setDefault("quarkus.log.category.\"io.quarkus\".level", "WARN");
        // A consumer that moves on or closes while it asks for a partition's end warns of it.
        settings.setDefault(
                "quarkus.log.category.\"org.apache.kafka.clients.consumer.internals.OffsetFetcherUtils\".level",
                "ERROR");
        // Streams asks about a changelog that it has just made, and asks again until the broker has heard of it.
        settings.setDefault(
                "quarkus.log.category.\"org.apache.kafka.clients.admin.internals.PartitionLeaderStrategy\".level",
                "OFF");
        // Warns of a temporary store, which is what is wanted, and of a default to come.
        settings.setDefault("quarkus.log.category.\"org.apache.kafka.streams\".level", "ERROR");
        // Vert.x's event loops are metered twice, which Micrometer warns of at every start.
        settings.setDefault("quarkus.log.category.\"io.micrometer.core.instrument.MeterRegistry\".level", "ERROR");
    }

    private void prepareHttp(boolean enabled) {
        if (!enabled) {
            settings.set("quarkus.http.host-enabled", "false");
            return;
        }
        options.httpHost().ifPresent(host -> settings.set(HTTP_HOST, host));
        settings.setDefault(HTTP_HOST, LOOPBACK);
        String host = settings.value(HTTP_HOST).orElse(LOOPBACK);
        Listening.check(
                Optional.of(host), settings.value("trireme.http.tokens-file").isPresent());
        options.httpPort().ifPresent(port -> settings.set(HTTP_PORT, port.toString()));
        if (settings.value(HTTP_PORT).isEmpty()) {
            settings.set(HTTP_PORT, Integer.toString(Ports.near(host, DEFAULT_HTTP_PORT)));
        }
        settings.setDefault("quarkus.http.limits.max-body-size", LARGEST_BODY);
    }

    private void prepareManagement() {
        options.managementHost().ifPresent(host -> settings.set(MANAGEMENT_HOST, host));
        settings.setDefault(MANAGEMENT_HOST, LOOPBACK);
        String host = settings.value(MANAGEMENT_HOST).orElse(LOOPBACK);
        options.managementPort().ifPresent(port -> settings.set(MANAGEMENT_PORT, port.toString()));
        if (settings.value(MANAGEMENT_PORT).isEmpty()) {
            settings.set(MANAGEMENT_PORT, Integer.toString(Ports.near(host, DEFAULT_MANAGEMENT_PORT)));
        }
    }

    /**
     * Starts and waits for the end.
     *
     * @param application runs once everything is up; the service ends when it returns
     * @return the exit code
     * @throws StartFailure when the service did not start, or what runs in it failed
     */
    int run(Class<? extends QuarkusApplication> application, String... arguments) {
        var end = new AtomicReference<@Nullable End>();
        Quarkus.run(application, (code, failure) -> end.set(new End(code, failure)), arguments);
        End ended = end.get();
        if (ended == null) {
            return 0; // by a signal
        }
        if (ended.failure() != null) {
            throw StartFailure.of(ended.failure());
        }
        return ended.code();
    }

    private record End(int code, @Nullable Throwable failure) {}
}
