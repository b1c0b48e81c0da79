package io.trireme.schedule;

import io.trireme.ScheduleSettings;
import io.trireme.streams.Phase;
import io.trireme.streams.RoleEngine;
import io.trireme.streams.StoreDirectory;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.SharedAdmin;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The schedule without a service around it, as tests and their child processes start it. */
public final class Engines implements AutoCloseable {
    public static final Duration SESSION = Duration.ofSeconds(3);

    private final SharedAdmin admin;
    private final RoleEngine engine;
    private final StoreDirectory store;
    private final ScheduleCounters counters = new ScheduleCounters();

    private Engines(String bootstrapServers, Optional<String> directory, int standbys) {
        var kafka = new KafkaSettings(Map.of("bootstrap.servers", bootstrapServers));
        admin = new SharedAdmin(kafka);
        var settings = new Settings(directory, 4, OptionalInt.empty(), standbys, 1, SESSION);
        ScheduleRole.commands(settings).ensure(admin, true);
        store = StoreDirectory.of(directory, "schedule");
        engine = ScheduleStreams.engine(
                kafka,
                settings,
                store.path(),
                InstantSource.system(),
                new KnownTargets(admin, System::nanoTime),
                counters);
    }

    public static Engines start(String bootstrapServers) {
        return start(bootstrapServers, Optional.empty(), 0);
    }

    public static Engines start(String bootstrapServers, Optional<String> directory, int standbys) {
        var engines = new Engines(bootstrapServers, directory, standbys);
        engines.engine.start();
        return engines;
    }

    public boolean isRunning() {
        return engine.phase() == Phase.RUNNING;
    }

    public ScheduleCounters counters() {
        return counters;
    }

    @Override
    public void close() {
        engine.close();
        store.close();
        admin.close();
    }

    private record Settings(
            Optional<String> directory,
            int partitions,
            OptionalInt replicas,
            int standbys,
            int threads,
            Duration sessionTimeout)
            implements ScheduleSettings {}
}
