package io.trireme.streams;

import io.trireme.Fault;
import io.trireme.wire.OwnTopic;
import io.trireme.wire.SharedAdmin;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A topic of a role; the changelogs Streams makes itself.
 *
 * @param retention for as long, the role may be away before what was sent is lost
 * @param configs further settings of the topic
 */
public record RoleTopic(
        String name, int partitions, OptionalInt replicas, Duration retention, Map<String, String> configs) {
    /**
     * Sees to it that it exists.
     *
     * @throws io.trireme.TriremeException {@link Fault#TOPIC_MISSING} or {@link Fault#BROKER_UNAVAILABLE}
     */
    public void ensure(SharedAdmin admin, boolean create) {
        Optional<Short> copies = replicas.isPresent() ? Optional.of((short) replicas.getAsInt()) : Optional.empty();
        var all = new HashMap<>(configs);
        all.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
        new OwnTopic(admin, new NewTopic(name, Optional.of(partitions), copies).configs(all)).ensure(create);
    }
}
