package io.trireme.consume;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The tasks whose settlement threw: a fault of the engine, or of what it writes to. What became of such a task nobody knows,
 * so its offset is held and its place among those in flight stays taken, also when a write of it was handed over and ends
 * later. Its worker and its lane go on. Whoever gets the partition next runs it again.
 *
 * <p>Threading: any thread. Bounded by the tasks in flight, since each keeps its place there.
 */
final class Unsettled {
    private static final Logger LOG = Logger.getLogger(Unsettled.class);

    private final Counters counters;
    private final Map<Place, String> held = new ConcurrentHashMap<>(); // and why

    Unsettled(Counters counters) {
        this.counters = counters;
    }

    /** Remembers the task, without what hangs on it: the attempt is a link of its lane. */
    void add(Attempt attempt, Throwable why) {
        counters.unsettled().increment();
        held.put(new Place(attempt.epoch(), attempt.offset(), attempt.toString()), String.valueOf(why));
        LOG.errorf(
                why,
                "The task at %s could not be settled. Its offset is held and its lane goes on; it runs again when the"
                        + " process is restarted. This is a fault of Trireme: report it.",
                attempt);
    }

    /** What is held of partitions that are still this process's. */
    Optional<String> trouble() {
        held.keySet().removeIf(place -> place.epoch.isEnded());
        int others = held.size() - 1;
        return held.entrySet().stream()
                .findFirst()
                .map(one -> "the task at " + one.getKey().name + (others > 0 ? " and " + others + " more" : "")
                        + " could not be settled (" + one.getValue()
                        + "), and their offsets are held until the process is restarted");
    }

    /** Where a task lies, in one assignment of its partition. */
    private record Place(Epoch epoch, long offset, String name) {}
}
