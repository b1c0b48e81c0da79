package io.trireme.guarantee;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * When the machine stood: as a virtual one does that is paused, so that a thread that wants no more than to look at its watch comes
 * late. The processes of a run did nothing then either, so what is judged by the clock is not charged with it.
 */
final class Stalls implements AutoCloseable {
    private static final long LOOK_MILLIS = 20;

    /** Shorter ones pass for the slack that every bound has. */
    private static final long SHORTEST = Duration.ofMillis(250).toNanos();

    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Stall> seen = new CopyOnWriteArrayList<>(); // added to by the thread that looks

    /** In nanoTime. */
    private record Stall(long from, long until) {}

    Stalls() {
        Thread.ofPlatform().daemon(true).name("guarantee-stalls").start(this::look);
    }

    private void look() {
        long last = System.nanoTime();
        try {
            while (!stop.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                long now = System.nanoTime();
                if (now - last > SHORTEST) {
                    seen.add(new Stall(last, now));
                }
                last = now;
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** For how long it stood between these, in nanoseconds. */
    long within(long from, long until) {
        return seen.stream()
                .mapToLong(stall -> Math.max(0, Math.min(until, stall.until) - Math.max(from, stall.from)))
                .sum();
    }

    @Override
    public void close() {
        stop.countDown();
    }
}
