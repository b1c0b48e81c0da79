package io.trireme.schedule;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.trireme.Fault;
import io.trireme.ScheduleSettings;
import io.trireme.TriremeConfig;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.SharedAdmin;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The role {@code schedule} in this process: starts with the application, before the consumers, whose retries may want it, and
 * stops with it, while the other beans are still there. What is wrong fails the start with a sentence. Any thread may ask.
 */
@Singleton
public class ScheduleRole {
    private static final Logger LOG = Logger.getLogger(ScheduleRole.class);
    private static final String STREAMS = "org.apache.kafka.streams.KafkaStreams";
    private static final String ROCKS = "org.rocksdb.RocksDB";
    private static final int BEFORE_THE_CONSUMERS = 1_000;
    private static final Duration SHORTEST_SESSION = Duration.ofSeconds(1);

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
        requireStreams();
        ScheduleSettings settings = config.schedule();
        check(settings);
        new ScheduleSetup(admin).ensure(settings, config.topics().create());
        StoreDirectory store = StoreDirectory.of(settings.directory());
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

    private static void requireStreams() {
        try {
            ClassLoader loader = ScheduleRole.class.getClassLoader();
            Class.forName(STREAMS, false, loader);
            Class.forName(ROCKS, false, loader);
        } catch (ClassNotFoundException absent) {
            throw Fault.STREAMS_MISSING.causedBy(absent);
        }
    }

    private static void check(ScheduleSettings settings) {
        atLeast("partitions", settings.partitions(), 1);
        atLeast("threads", settings.threads(), 1);
        atLeast("standbys", settings.standbys(), 0);
        atLeast("replicas", settings.replicas().orElse(1), 1);
        if (settings.sessionTimeout().compareTo(SHORTEST_SESSION) < 0) {
            throw Fault.SETTING_WRONG.because(
                    "trireme.schedule.session-timeout", settings.sessionTimeout(), "use a duration of 1s or more.");
        }
    }

    private static void atLeast(String key, int value, int least) {
        if (value < least) {
            throw Fault.SETTING_WRONG.because("trireme.schedule." + key, value, "use a number from " + least + " on.");
        }
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
        return new ScheduleStatus(wanted ? ScheduleStatus.State.STARTING : ScheduleStatus.State.OFF, 0);
    }

    /** What it has counted. */
    public ScheduleCounters counters() {
        return counters;
    }
}
