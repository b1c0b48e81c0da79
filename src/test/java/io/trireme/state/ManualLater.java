package io.trireme.state;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;

/** Time that passes when it is told to. Of one thread. */
final class ManualLater implements Later {
    private final Deque<Due> due = new ArrayDeque<>();
    private long now = System.nanoTime(); // as leases have it, which are longer than any test

    private record Due(long at, Runnable what) {}

    @Override
    public long getAsLong() {
        return now;
    }

    @Override
    public void run(Duration after, Runnable what) {
        due.add(new Due(now + after.toNanos(), what));
        pass(Duration.ZERO);
    }

    /** What comes due meanwhile is done in its order. */
    void pass(Duration time) {
        long end = now + time.toNanos();
        for (var next = next(end); next.isPresent(); next = next(end)) {
            due.remove(next.get());
            now = Math.max(now, next.get().at());
            next.get().what().run();
        }
        now = end;
    }

    private Optional<Due> next(long end) {
        return due.stream().filter(one -> one.at() <= end).min(Comparator.comparingLong(Due::at));
    }
}
