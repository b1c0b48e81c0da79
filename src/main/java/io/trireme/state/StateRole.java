package io.trireme.state;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.trireme.StateSettings;
import io.trireme.TriremeConfig;
import io.trireme.streams.Phase;
import io.trireme.streams.RoleChecks;
import io.trireme.streams.RoleRun;
import io.trireme.streams.StoreDirectory;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.SharedAdmin;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * The role {@code state} in this process: starts with the application, before the consumers, whose handlers may want it, and
 * stops with it. What is wrong fails the start with a sentence. Any thread may ask.
 */
@Singleton
public class StateRole {
    private static final Logger LOG = Logger.getLogger(StateRole.class);
    private static final String ROLE = "state";
    private static final int BEFORE_THE_CONSUMERS = 1_000;

    private final TriremeConfig config;
    private final KafkaSettings kafka;
    private final SharedAdmin admin;
    private final StateCounters counters = new StateCounters();
    private final RoleRun run = new RoleRun();

    StateRole(TriremeConfig config, KafkaSettings kafka, SharedAdmin admin) {
        this.config = config;
        this.kafka = kafka;
        this.admin = admin;
    }

    void onStart(@Observes @Priority(BEFORE_THE_CONSUMERS) StartupEvent event) {
        if (!config.roles().contains(TriremeConfig.Role.STATE)) {
            return;
        }
        RoleChecks.requireStreams(ROLE);
        StateSettings settings = config.state();
        RoleChecks.requireSettings(
                ROLE,
                settings.partitions(),
                settings.threads(),
                settings.standbys(),
                settings.replicas(),
                settings.sessionTimeout());
        StateTopics.ensure(admin, settings, config.topics().create());
        run.start(
                StoreDirectory.of(settings.directory(), ROLE),
                directory -> StateStreams.engine(kafka, settings, directory, counters));
        LOG.infof("Holds shared state of %s", kafka.bootstrapServers());
    }

    void onStop(@Observes ShutdownEvent event) {
        run.stop();
    }

    /** What the role does at present. */
    public StateStatus status() {
        Phase phase = run.phase(config.roles().contains(TriremeConfig.Role.STATE));
        return new StateStatus(phase, counters.sessions().sum());
    }

    /** What it has counted. */
    public StateCounters counters() {
        return counters;
    }
}
