package io.trireme.schedule;

import io.trireme.wire.Answer;
import io.trireme.wire.SharedAdmin;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jboss.logging.Logger;

/**
 * Remembers the names of all topics for a while, and the limits of those that timers go to. Any thread; one asks the brokers
 * while the others wait for it.
 *
 * <p>A topic deleted, or a limit lowered, within {@link #REMEMBERED} is not seen: the transaction is aborted then, and what was
 * in it fires again, with the answer known by then.
 */
final class KnownTargets implements Targets {
    private static final Logger LOG = Logger.getLogger(KnownTargets.class);
    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    /** An unknown name is asked for again after this: a queue may just have been made. */
    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Of a topic whose settings cannot be read: the brokers will say. */
    private static final int UNLIMITED = Integer.MAX_VALUE;

    private final SharedAdmin admin;
    private final LongSupplier nanoTime;
    private final Map<String, Integer> limits =
            new HashMap<>(); // of topics asked for; guarded by this, like the next three
    private Optional<Set<String>> topics = Optional.empty(); // until the brokers have answered once
    private String trouble = "";
    private long asked;

    KnownTargets(SharedAdmin admin, LongSupplier nanoTime) {
        this.admin = admin;
        this.nanoTime = nanoTime;
        this.asked = nanoTime.getAsLong() - REMEMBERED.toNanos();
    }

    @Override
    public synchronized Target of(String topic) {
        Duration valid = exists(topic) ? REMEMBERED : UNKNOWN_FOR;
        if (nanoTime.getAsLong() - asked >= valid.toNanos()) {
            ask();
        }
        if (topics.isEmpty()) {
            return new Target.Unknown(trouble);
        }
        if (!exists(topic)) {
            return new Target.Missing();
        }
        if (!limits.containsKey(topic)) {
            askLimits(Set.of(topic));
        }
        return new Target.Existing(limits.getOrDefault(topic, UNLIMITED));
    }

    private boolean exists(String topic) {
        return topics.filter(names -> names.contains(topic)).isPresent();
    }

    private void ask() {
        try {
            Set<String> names = Answer.to(admin.client().listTopics().names(), PATIENCE);
            topics = Optional.of(names);
            limits.keySet().retainAll(names);
            askLimits(Set.copyOf(limits.keySet()));
        } catch (KafkaException noAnswer) {
            trouble = String.valueOf(noAnswer.getMessage());
            LOG.warnf(
                    "The brokers did not say which topics there are: %s; %s",
                    trouble, topics.isPresent() ? "the last answer holds" : "they are asked again");
        }
        asked = nanoTime.getAsLong();
    }

    private void askLimits(Set<String> wanted) {
        var resources = wanted.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .collect(Collectors.toSet());
        admin.client().describeConfigs(resources).values().forEach((resource, answer) -> {
            try {
                limits.put(resource.name(), limit(answer));
            } catch (KafkaException noAnswer) {
                limits.putIfAbsent(resource.name(), UNLIMITED); // asked again with the names
                LOG.debugf("The brokers did not say what %s takes: %s", resource.name(), noAnswer.getMessage());
            }
        });
    }

    private static int limit(KafkaFuture<Config> answer) {
        ConfigEntry entry = Answer.to(answer, PATIENCE).get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        return entry == null ? UNLIMITED : Integer.parseInt(entry.value()); // none: the brokers keep it to themselves
    }
}
