package io.trireme.schedule;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.trireme.ScheduleSettings;
import io.trireme.TriremeConfig;
import io.trireme.streams.Phase;
import io.trireme.streams.RoleChecks;
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
import org.jspecify.annotations.Nullable;

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
    private volatile @Nullable ScheduleEngine engine; // written at start, read by probes
    private @Nullable StoreDirectory directory; // of the thread that starts and stops

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
        directory = store;
        var made = new StreamsEngine(
                kafka,
                settings,
                store.path(),
                InstantSource.system(),
                new KnownTargets(admin, System::nanoTime),
                counters);
        engine = made;
        made.start();
        LOG.infof("Holds timers of %s; its local store is %s", kafka.bootstrapServers(), store.path());
    }

    static RoleTopic commands(ScheduleSettings settings) {
        return new RoleTopic(Topics.schedule(), settings.partitions(), settings.replicas(), RETENTION, Map.of());
    }

    void onStop(@Observes ShutdownEvent event) {
        ScheduleEngine running = engine;
        if (running != null) {
            running.close();
        }
        if (directory != null) {
            directory.close();
        }
    }

    /** What the role does at present. */
    public ScheduleStatus status() {
        ScheduleEngine running = engine;
        if (running != null) {
            return new ScheduleStatus(running.state(), counters.pending().sum());
        }
        boolean wanted = config.roles().contains(TriremeConfig.Role.SCHEDULE);
        return new ScheduleStatus(wanted ? Phase.STARTING : Phase.OFF, 0);
    }

    /** What it has counted. */
    public ScheduleCounters counters() {
        return counters;
    }
}
