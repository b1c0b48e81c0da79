package io.trireme.consume;

import java.util.List;
import org.apache.kafka.common.Uuid;

/**
 * What was ordered to be dropped of one queue: all that lay in it then.
 *
 * @param topic the id of the topic that is meant, so that one made again with the same name is not
 * @param ends by partition, the offset after the last record that is dropped
 */
public record Purge(Uuid topic, List<Long> ends) {
    public Purge {
        ends = List.copyOf(ends);
    }

    boolean covers(int partition, long offset) {
        return partition < ends.size() && offset < ends.get(partition);
    }
}
