package io.trireme.state;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/**
 * What the owners saw when they last looked at their objects: who has waited longest, and what has been held longest. Written
 * by Streams threads, each for its partition; read by meters.
 */
public final class Sights {
    private final Map<Integer, Sight> byPartition = new ConcurrentHashMap<>();

    /** Of one partition; points in time are in milliseconds, 0 for none. */
    private record Sight(long objects, long oldestWaiter, long heldSince) {}

    void saw(int partition, List<Summary> objects) {
        byPartition.put(
                partition,
                new Sight(
                        objects.size(),
                        earliest(objects, Summary::oldestWaiter),
                        earliest(objects, Summary::heldSince)));
    }

    void forget(int partition) {
        byPartition.remove(partition);
    }

    private static <T> long earliest(Iterable<T> all, ToLongFunction<T> moment) {
        long earliest = 0;
        for (T one : all) {
            long millis = moment.applyAsLong(one);
            earliest = earliest == 0 || millis != 0 && millis < earliest ? millis : earliest;
        }
        return earliest;
    }

    /** Objects that are not at rest. */
    public long objects() {
        return byPartition.values().stream().mapToLong(Sight::objects).sum();
    }

    /** Since when the one that has waited longest waits, in milliseconds; 0 if nobody waits. */
    public long oldestWaiter() {
        return earliest(byPartition.values(), Sight::oldestWaiter);
    }

    /** Since when the lock that has been held longest is held, in milliseconds; 0 if none is. */
    public long heldSince() {
        return earliest(byPartition.values(), Sight::heldSince);
    }
}
