package io.trireme.schedule;

import io.trireme.wire.SharedAdmin;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the topics that retries go to, as the brokers last said. They are asked ahead, again and again, so that
 * nobody who wants to know waits for them: that would hold up a worker, and an interrupt meant for a handler would end it.
 *
 * <p>Any thread. An answer holds until the next; a question that fails makes its topic unknown, which is never taken for
 * "without limits". An answer that is overtaken by the one to a later question holds until the question after that.
 */
final class KnownTopics {
    private static final Logger LOG = Logger.getLogger(KnownTopics.class);

    /** Of a topic for which the brokers answer, and name no limit. */
    private static final int UNLIMITED = Integer.MAX_VALUE;

    private final Brokers brokers;
    private final Set<String> followed = ConcurrentHashMap.newKeySet(); // as many as this process works on queues
    private final Map<String, Facts> known = new ConcurrentHashMap<>(); // of those; written by whoever gets an answer

    KnownTopics(Brokers brokers) {
        this.brokers = brokers;
    }

    static KnownTopics of(SharedAdmin admin) {
        return new KnownTopics(asking(admin));
    }

    /** Asks the brokers themselves. */
    static Brokers asking(SharedAdmin admin) {
        int most = admin.settings().largestRequest();
        return topics -> ask(admin.client(), topics, most);
    }

    /** Asks for this topic too from now on. */
    void follow(String topic) {
        followed.add(topic);
    }

    /** What is known of a topic that is followed; empty while that is nothing. Asks nobody. */
    Optional<Facts> of(String topic) {
        return Optional.ofNullable(known.get(topic));
    }

    /** Asks anew, without waiting; what is given is complete when all is answered, and never fails. */
    CompletableFuture<Void> look() {
        return CompletableFuture.allOf(brokers.ask(Set.copyOf(followed)).entrySet().stream()
                .map(question -> question.getValue()
                        .handle((facts, failure) -> remember(question.getKey(), facts, failure))
                        .toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    private boolean remember(String topic, @Nullable Facts facts, @Nullable Throwable failure) {
        if (facts != null) {
            known.put(topic, facts);
            return true;
        }
        known.remove(topic);
        LOG.debugf("The brokers did not say what %s takes: %s", topic, failure);
        return false;
    }

    private static Map<String, CompletionStage<Facts>> ask(Admin admin, Set<String> topics, int most) {
        var resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .collect(Collectors.toSet());
        var descriptions = admin.describeTopics(topics).topicNameValues();
        var answers = new HashMap<String, CompletionStage<Facts>>();
        admin.describeConfigs(resources).values().forEach((resource, config) -> {
            var described = descriptions.get(resource.name());
            if (described != null) {
                answers.put(
                        resource.name(),
                        config.toCompletionStage()
                                .thenCombine(
                                        described.toCompletionStage(),
                                        (settings, topic) -> new Facts(
                                                Math.min(limit(settings), most),
                                                topic.partitions().size())));
            }
        });
        return answers;
    }

    private static int limit(Config config) {
        ConfigEntry entry = config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        return entry == null || entry.value() == null ? UNLIMITED : Integer.parseInt(entry.value());
    }

    /**
     * Of one topic.
     *
     * @param largest record that it takes from a producer of ours, in bytes
     * @param partitions how many it has
     */
    record Facts(int largest, int partitions) {}

    /** Whom to ask. */
    @FunctionalInterface
    interface Brokers {
        /** Asks for these topics without waiting: a stage for each, which fails if nothing is to be known of it. */
        Map<String, CompletionStage<Facts>> ask(Set<String> topics);
    }
}
