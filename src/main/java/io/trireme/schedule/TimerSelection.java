package io.trireme.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/** Which of the timers read are kept: the one with an id, payload and all, or the first ones due, without. One thread. */
final class TimerSelection {
    private static final Comparator<Timer> FIRST_DUE =
            Comparator.comparing(Timer::due).thenComparing(Timer::id);

    private final Optional<String> id;
    private final int most;
    private final PriorityQueue<Timer> kept = new PriorityQueue<>(FIRST_DUE.reversed()); // the last one due on top

    private TimerSelection(Optional<String> id, int most) {
        this.id = id;
        this.most = most;
    }

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

    void add(Timer timer) {
        kept.add(timer);
        if (kept.size() > most) {
            kept.poll();
        }
    }

    /** The first one due first. */
    List<Timer> timers() {
        var timers = new ArrayList<>(kept);
        timers.sort(FIRST_DUE);
        return timers;
    }
}
