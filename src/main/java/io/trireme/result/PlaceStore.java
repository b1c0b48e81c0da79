package io.trireme.result;

import java.util.OptionalLong;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;

/**
 * Which record of a partition tells how a task ended, or else where it stands: its offset, by the task's id. The value stays where
 * it is, in the topic; what is older than the topic keeps is dropped by the store as time goes on.
 *
 * <p>Of a second run nothing counts: the first end is the one that callers got. Owned by the Streams thread of its partition.
 */
final class PlaceStore {
    /** What is told of a task that runs is noted under the minute, so that the next replaces it. */
    private static final long MINUTE = 60_000;

    private final WindowStore<String, Long> store;

    PlaceStore(WindowStore<String, Long> store) {
        this.store = store;
    }

    /** It has ended, as the record at this offset tells. */
    void ended(String id, long at, long offset) {
        long odd = at | 1; // so that nothing noted under a minute replaces it
        if (store.fetch(id, odd)
                == null) { // the first end stays, also when another one comes within the same two milliseconds
            store.put(id, offset << 1 | 1, odd);
        }
    }

    /** It has not ended; where it stands the record at this offset tells. */
    void stands(String id, long at, long offset) {
        store.put(id, offset << 1, at - at % MINUTE);
    }

    /** The offset for this task; empty if nothing is known of it. */
    OptionalLong find(String id) {
        OptionalLong last = OptionalLong.empty();
        OptionalLong end =
                OptionalLong.empty(); // the first in the log, whatever the clocks of those who wrote them say
        try (WindowStoreIterator<Long> told = store.fetch(id, 0, Long.MAX_VALUE)) {
            while (told.hasNext()) {
                KeyValue<Long, Long> one = told.next();
                long offset = one.value >>> 1;
                last = OptionalLong.of(offset);
                if ((one.value & 1) == 1) {
                    end = OptionalLong.of(Math.min(offset, end.orElse(offset)));
                }
            }
        }
        return end.isPresent() ? end : last;
    }
}
