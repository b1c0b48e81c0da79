package io.trireme.guarantee;

import java.time.Duration;
import java.util.List;

/** No partition that has tasks goes without one running for longer than this. */
final class NoIdlePartition implements Guarantee {
    private final Duration bound;

    NoIdlePartition(Duration bound) {
        this.bound = bound;
    }

    @Override
    public String verify(History history) {
        var longest = new Gap(0, -1, 0);
        for (List<Run> runs : history.byPartition().values()) {
            Gap gap = longest(runs, history);
            longest = gap.length > longest.length ? gap : longest;
        }
        if (longest.length > bound.toNanos()) {
            throw new AssertionError("%s is above the bound of %s".formatted(longest, bound));
        }
        return longest + ", the bound is " + bound;
    }

    /**
     * A gap lies between the end of all that began so far and the next beginning, and counts from when the first of the
     * tasks that began only later was there.
     */
    private static Gap longest(List<Run> runs, History history) {
        var waitingSince = new long[runs.size()];
        long earliest = Long.MAX_VALUE;
        for (int i = runs.size() - 1; i >= 0; i--) {
            Run run = runs.get(i);
            long receipt = history.published().time(run.partition(), run.offset());
            earliest = Math.min(earliest, receipt == 0 ? run.begun() : receipt);
            waitingSince[i] = earliest;
        }
        var longest = new Gap(0, -1, 0);
        long busyUntil = Long.MIN_VALUE;
        for (int i = 0; i < waitingSince.length; i++) {
            Run run = runs.get(i);
            long since = Math.max(busyUntil, waitingSince[i]);
            long idle = run.begun() - since - history.stalls().within(since, run.begun());
            if (i > 0 && idle > longest.length) { // before the first nobody was there
                longest = new Gap(idle, run.partition(), run.offset());
            }
            busyUntil = Math.max(busyUntil, run.ended());
        }
        return longest;
    }

    private record Gap(long length, int partition, long offset) {
        @Override
        public String toString() {
            return "largest idle gap %d ms (partition %d before offset %d)"
                    .formatted(length / 1_000_000, partition, offset);
        }
    }
}
