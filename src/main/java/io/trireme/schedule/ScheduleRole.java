package io.trireme.schedule;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.trireme.ScheduleSettings;
import io.trireme.TriremeConfig;
import io.trireme.streams.Phase;
import io.trireme.streams.RoleChecks;
import io.trireme.streams.RoleRun;
import io.trireme.streams.RoleTopic;
import io.trireme.streams.StoreDirectory;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.SharedAdmin;
import io.trireme.wire.Topics;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * The role {@code schedule} in this process: starts with the application, before the consumers, whose retries may want it, and
 * stops with it, while the other beans are still there. What is wrong fails the start with a sentence. Any thread may ask.
 */
@Singleton
public class ScheduleRole {
    private static final Logger LOG = Logger.getLogger(ScheduleRole.class);
    private static final String ROLE = "schedule";
    private static final int BEFORE_THE_CONSUMERS = 1_000;

    /** For as long, the role may be away before commands are lost; what they set is in the changelog for ever. */
    private static final Duration RETENTION = Duration.ofDays(7);

    private final TriremeConfig config;
    private final KafkaSettings kafka;
    private final SharedAdmin admin;
    private final ScheduleCounters counters = new ScheduleCounters();
    private final RoleRun run = new RoleRun();

    ScheduleRole(TriremeConfig config, KafkaSettings kafka, SharedAdmin admin) {
        this.config = config;
        this.kafka = kafka;
        this.admin = admin;
    }

    void onStart(@Observes @Priority(BEFORE_THE_CONSUMERS) StartupEvent event) {
        if (!config.roles().contains(TriremeConfig.Role.SCHEDULE)) {
            return;
        }
        RoleChecks.requireStreams(ROLE);
        ScheduleSettings settings = config.schedule();
        RoleChecks.requireSettings(
                ROLE,
                settings.partitions(),
                settings.threads(),
                settings.standbys(),
                settings.replicas(),
                settings.sessionTimeout());
        commands(settings).ensure(admin, config.topics().create());
        StoreDirectory store = StoreDirectory.of(settings.directory(), ROLE);
        run.start(
                store,
                directory -> ScheduleStreams.engine(
                        kafka,
                        settings,
                        directory,
                        InstantSource.system(),
                        new KnownTargets(admin, System::nanoTime),
                        counters));
        LOG.infof("Holds timers of %s; its local store is %s", kafka.bootstrapServers(), store.path());
    }

    static RoleTopic commands(ScheduleSettings settings) {
        return new RoleTopic(Topics.schedule(), settings.partitions(), settings.replicas(), RETENTION, Map.of());
    }

    void onStop(@Observes ShutdownEvent event) {
        run.stop();
    }

    /** What the role does at present. */
    public ScheduleStatus status() {
        Phase phase = run.phase(config.roles().contains(TriremeConfig.Role.SCHEDULE));
        return new ScheduleStatus(phase, counters.pending().sum());
    }

    /** What it has counted. */
    public ScheduleCounters counters() {
        return counters;
    }
}
