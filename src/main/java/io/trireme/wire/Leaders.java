package io.trireme.wire;

import java.time.Duration;
import java.util.HashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits until the partitions of a topic take records.
 *
 * <p>A topic just made is known before its leaders lead. A producer that publishes into that moment can lose its
 * sequence: of the batches under way to one partition the first is refused and a later one taken, and from then on the
 * brokers refuse what comes as out of order until it expires.
 */
public final class Leaders {
    private Leaders() {}

    /**
     * Asks each leader for its end, which only one that leads answers; the admin client asks again until then.
     *
     * @throws org.apache.kafka.common.KafkaException what the brokers said, or that they did not in time
     */
    public static void await(Admin admin, TopicDescription topic, Duration patience) {
        var ends = new HashMap<TopicPartition, OffsetSpec>();
        topic.partitions()
                .forEach(partition ->
                        ends.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest()));
        Answer.to(admin.listOffsets(ends).all(), patience);
    }
}
