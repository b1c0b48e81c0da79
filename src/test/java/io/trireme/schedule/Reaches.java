package io.trireme.schedule;

import io.trireme.wire.KafkaSettings;
import io.trireme.wire.SharedAdmin;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** The reach of a schedule for tests without brokers. */
public final class Reaches {
    private Reaches() {}

    /** Knows of a queue of so many partitions; takes commands of any size up to {@code largest}. */
    public static ScheduleReach taking(int largest, String queue, int partitions) {
        CompletionStage<KnownTopics.Facts> facts =
                CompletableFuture.completedStage(new KnownTopics.Facts(largest, partitions));
        return looked(topics -> answering(topics, facts), queue);
    }

    /** Has asked, and got no answer. */
    public static ScheduleReach unanswered(String queue) {
        return looked(topics -> answering(topics, new CompletableFuture<>()), queue);
    }

    private static ScheduleReach looked(KnownTopics.Brokers brokers, String queue) {
        var topics = new KnownTopics(brokers);
        var reach = new ScheduleReach(
                new SharedAdmin(new KafkaSettings(Map.of("bootstrap.servers", "127.0.0.1:1"))), topics);
        reach.follow(queue);
        topics.look();
        return reach;
    }

    private static Map<String, CompletionStage<KnownTopics.Facts>> answering(
            Set<String> topics, CompletionStage<KnownTopics.Facts> answer) {
        return topics.stream().collect(Collectors.toMap(topic -> topic, topic -> answer));
    }
}
