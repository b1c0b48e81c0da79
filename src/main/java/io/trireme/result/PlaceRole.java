package io.trireme.result;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.trireme.StateSettings;
import io.trireme.TriremeConfig;
import io.trireme.streams.Phase;
import io.trireme.streams.RoleChecks;
import io.trireme.streams.RoleRun;
import io.trireme.streams.RoleStreams;
import io.trireme.streams.StoreDirectory;
import io.trireme.wire.KafkaSettings;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * The part of the role {@code state} that knows where results lie: starts with the application, when there is
 * {@code trireme.results}, and stops with it. Its settings are those of shared state. Any thread may ask.
 */
@Singleton
public class PlaceRole {
    private static final String ROLE = "state";
    private static final String PART = "results";

    /** What a successor repeats at most. Nobody waits for a commit, so it is rare enough not to be felt. */
    private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(1);

    /** Nor for the changelog. */
    private static final Duration LINGER = Duration.ofMillis(50);

    private static final int BEFORE_THE_CONSUMERS = 1_700; // and after ResultSetup, which makes the topic

    private final TriremeConfig config;
    private final KafkaSettings kafka;
    private final RoleRun run = new RoleRun();

    PlaceRole(TriremeConfig config, KafkaSettings kafka) {
        this.config = config;
        this.kafka = kafka;
    }

    void onStart(@Observes @Priority(BEFORE_THE_CONSUMERS) StartupEvent event) {
        if (!config.roles().contains(TriremeConfig.Role.STATE)) {
            return;
        }
        RoleChecks.requireStreams(ROLE); // a second time only where shared state was told of it already
        StateSettings settings = config.state();
        var size = RoleStreams.Size.of(settings, COMMIT_INTERVAL, LINGER);
        run.start(
                StoreDirectory.of(settings.directory(), PART),
                directory -> PlaceStreams.engine(kafka, size, config.results().retention(), directory));
    }

    void onStop(@Observes ShutdownEvent event) {
        run.stop();
    }

    /** What it is at. */
    public Phase phase() {
        return run.phase(config.roles().contains(TriremeConfig.Role.STATE));
    }
}
