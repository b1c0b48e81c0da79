package io.trireme.app;

import io.quarkus.runtime.QuarkusApplication;
import io.trireme.TriremeConfig.Role;
import io.trireme.dev.EmbeddedBroker;
import io.trireme.dev.EmbeddedBroker.Options;
import java.util.List;

/**
 * Broker, worker and HTTP in one process. Owned by the main thread.
 *
 * <p>The broker starts before the service and stops after it, since a drain commits.
 */
public final class DevService {
    private static final String BOOTSTRAP = "kafka.bootstrap.servers";
    private static final int BROKER_PORT = 9092;

    private final Settings settings = new Settings();
    private final ServiceOptions options;

    /** @param options ports, addresses and queues */
    public DevService(ServiceOptions options) {
        this.options = options;
    }

    /**
     * Starts everything and waits for the end.
     *
     * @param application runs once everything is up; the service ends when it returns
     * @param arguments what the application gets
     * @return the exit code
     */
    public int run(Class<? extends QuarkusApplication> application, String... arguments) {
        return OrderlyExit.after(() -> {
            options.apply(settings);
            var service = new Service(settings, options.faces());
            service.prepare(List.of(Role.WORKER, Role.SCHEDULE, Role.STATE, Role.WEB));
            if (settings.value(BOOTSTRAP).isPresent()) {
                return service.run(application, arguments);
            }
            try (var broker = EmbeddedBroker.start(Options.defaults().withPort(BROKER_PORT))) {
                settings.set(BOOTSTRAP, broker.bootstrapServers());
                return service.run(application, arguments);
            }
        });
    }
}
