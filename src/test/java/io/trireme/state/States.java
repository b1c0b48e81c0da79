package io.trireme.state;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trireme.StateSettings;
import io.trireme.streams.Phase;
import io.trireme.streams.RoleEngine;
import io.trireme.streams.StoreDirectory;
import io.trireme.wire.KafkaSettings;
import io.trireme.wire.PayloadCodec;
import io.trireme.wire.SharedAdmin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The role {@code state} without a service around it, and processes that use it, as tests and their child processes start them. */
final class States implements AutoCloseable {
    static final Duration SESSION = Duration.ofSeconds(2);

    /** Of who is found dead, or frozen, in a test. */
    static final Duration LEASE = Duration.ofSeconds(2);

    /** Of who is not to be taken for dead in any: longer than a machine stands still. */
    static final Duration LASTING = Duration.ofMinutes(1);

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final KafkaSettings kafka;
    private final SharedAdmin admin;
    private final StateCounters counters = new StateCounters();
    private final StoreDirectory directory = StoreDirectory.of(Optional.empty(), "state");
    private final List<SharedState> clients = new ArrayList<>();
    private final RoleEngine engine;

    private States(String bootstrapServers, int standbys) {
        kafka = new KafkaSettings(Map.of("bootstrap.servers", bootstrapServers));
        admin = new SharedAdmin(kafka);
        var settings = new Settings(standbys);
        StateTopics.ensure(admin, settings, true);
        engine = StateStreams.engine(kafka, settings, directory.path(), counters);
    }

    static States start(String bootstrapServers, int standbys) {
        var states = new States(bootstrapServers, standbys);
        states.engine.start();
        return states;
    }

    /** As a process that starts does it. */
    void ensureTopics() {
        StateTopics.ensure(admin, new Settings(0), true);
    }

    boolean isRunning() {
        return phase() == Phase.RUNNING;
    }

    Phase phase() {
        return engine.phase();
    }

    StateCounters counters() {
        return counters;
    }

    /** As another process would have it: a session of its own. */
    SharedState client(Duration lease) {
        SharedState client = client(kafka, admin, lease, TIMEOUT);
        clients.add(client);
        return client;
    }

    static SharedState client(KafkaSettings kafka, SharedAdmin admin, Duration lease, Duration timeout) {
        return new SharedState(new StateClient(kafka, admin, lease, timeout), new PayloadCodec(new ObjectMapper()));
    }

    @Override
    public void close() {
        clients.forEach(SharedState::close);
        engine.close();
        directory.close();
        admin.close();
    }

    private record Settings(int standbys) implements StateSettings {
        @Override
        public Duration lease() {
            return LEASE;
        }

        @Override
        public Duration timeout() {
            return TIMEOUT;
        }

        @Override
        public Optional<String> directory() {
            return Optional.empty();
        }

        @Override
        public int partitions() {
            return 4;
        }

        @Override
        public OptionalInt replicas() {
            return OptionalInt.empty();
        }

        @Override
        public int threads() {
            return 1;
        }

        @Override
        public Duration sessionTimeout() {
            return SESSION;
        }
    }
}
