package io.trireme.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.apache.kafka.common.TopicPartition;

/** Which of the timers are read: the one with an id, payload and all, or those that are looked at first, without. One thread. */
final class TimerSelection {
    private static final Comparator<Place> FIRST =
            Comparator.comparing(Place::millis).thenComparing(Place::id);

    private final Optional<String> id;
    private final int most;
    private final PriorityQueue<Place> kept = new PriorityQueue<>(FIRST.reversed()); // the last one on top

    private TimerSelection(Optional<String> id, int most) {
        this.id = id;
        this.most = most;
    }

    /** Where a timer lies in the changelog, and what its key says. */
    record Place(TopicPartition partition, long offset, long millis, String id) {}

    static TimerSelection one(String id) {
        return new TimerSelection(Optional.of(id), 1);
    }

    static TimerSelection first(int most) {
        return new TimerSelection(Optional.empty(), most);
    }

    boolean wants(String candidate) {
        return id.isEmpty() || id.get().equals(candidate);
    }

    boolean keepsPayloads() {
        return id.isPresent();
    }

    void add(Place place) {
        kept.add(place);
        if (kept.size() > most) {
            kept.poll();
        }
    }

    List<Place> places() {
        return new ArrayList<>(kept);
    }
}
