package io.trireme.consume;

import java.time.Duration;
import java.util.Map;

/**
 * How fast a queue is worked off, by all processes together, out of what is settled at each look.
 *
 * <p>Only what happens while tasks lie there counts: a queue that waits for tasks is no slow one. A look that finds nothing
 * settled leaves the rate as it was, and the time until the next settled task counts with it, so that tasks of ten
 * minutes are not taken for fast ones. So the rate is never 0: at first it is the configured one.
 *
 * <p>Not thread-safe.
 */
final class DrainRate {
    /** After so long without a look nobody can say when it happened. */
    private static final Duration LONGEST_GAP = Duration.ofMinutes(5);

    private static final double TIME_CONSTANT_SECONDS = 30;

    private double perSecond;
    private boolean measured;
    private Map<Integer, Long> settled = Map.of();
    private long looked; // when, by nanoTime
    private boolean begun;
    private boolean busy; // at the last look
    private double busySeconds; // since the last look that found something settled

    /** @param configured tasks a second, above 0 */
    DrainRate(double configured) {
        this.perSecond = configured;
    }

    /**
     * Takes a look in.
     *
     * @param settledNow how far each partition is settled; its number grows by one with each task
     * @param unsettled tasks that lie in the queue
     */
    void look(Map<Integer, Long> settledNow, long unsettled, long nanoTime) {
        boolean within = begun && nanoTime - looked <= LONGEST_GAP.toNanos();
        if (!within) {
            busySeconds = 0;
        } else if (busy) {
            busySeconds += (nanoTime - looked) / 1e9;
            take(grown(settledNow));
        }
        begun = true;
        settled = Map.copyOf(settledNow);
        looked = nanoTime;
        busy = unsettled > 0;
    }

    /** Tasks a second; above 0. */
    double perSecond() {
        return perSecond;
    }

    private void take(long tasks) {
        if (tasks == 0 || busySeconds <= 0) {
            return;
        }
        double now = tasks / busySeconds;
        double weight = measured ? 1 - Math.exp(-busySeconds / TIME_CONSTANT_SECONDS) : 1;
        perSecond += (now - perSecond) * weight;
        measured = true;
        busySeconds = 0;
    }

    /** Partitions that were not there, or whose map of settled tasks was lost, tell nothing. */
    private long grown(Map<Integer, Long> now) {
        return now.entrySet().stream()
                .mapToLong(partition -> Math.max(
                        0, partition.getValue() - settled.getOrDefault(partition.getKey(), partition.getValue())))
                .sum();
    }
}
