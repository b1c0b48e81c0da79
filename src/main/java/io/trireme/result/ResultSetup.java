package io.trireme.result;

import io.quarkus.runtime.StartupEvent;
import io.trireme.Fault;
import io.trireme.ResultSettings;
import io.trireme.TriremeConfig;
import io.trireme.wire.OwnTopic;
import io.trireme.wire.SharedAdmin;
import io.trireme.wire.TaskIds;
import io.trireme.wire.Topics;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Sees to it that {@code trireme.results} exists before a worker's first task, since whoever publishes may ask for a result, and
 * before it is noted where results lie. Used by the thread that starts the application.
 */
@Singleton
class ResultSetup {
    private static final int BEFORE_THE_CONSUMERS = 1_600;

    private final SharedAdmin admin;

    ResultSetup(SharedAdmin admin) {
        this.admin = admin;
    }

    void onStart(@Observes @Priority(BEFORE_THE_CONSUMERS) StartupEvent event, TriremeConfig config) {
        if (config.roles().contains(TriremeConfig.Role.WORKER) || config.roles().contains(TriremeConfig.Role.STATE)) {
            ensure(config.results(), config.topics().create());
        }
    }

    /**
     * Makes the topic if it is missing.
     *
     * @throws io.trireme.TriremeException {@link Fault#SETTING_WRONG}, {@link Fault#TOPIC_MISSING} or
     *     {@link Fault#BROKER_UNAVAILABLE}
     */
    void ensure(ResultSettings settings, boolean create) {
        if (settings.partitions() < 1 || settings.partitions() > TaskIds.MOST_PARTITIONS) {
            throw Fault.SETTING_WRONG.because(
                    "trireme.results.partitions",
                    settings.partitions(),
                    "use a number from 1 to " + TaskIds.MOST_PARTITIONS + ".");
        }
        Optional<Short> replicas = settings.replicas().isPresent()
                ? Optional.of((short) settings.replicas().getAsInt())
                : Optional.empty();
        var topic = new NewTopic(Topics.results(), Optional.of(settings.partitions()), replicas)
                .configs(Map.of(
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(settings.retention().toMillis())));
        new OwnTopic(admin, topic).ensure(create);
    }
}
