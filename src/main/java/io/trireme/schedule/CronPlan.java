package io.trireme.schedule;

import io.trireme.MissedFirings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What of a rule is to be fired now.
 *
 * @param due the planned times, in order
 * @param through up to here all is decided: where the next plan begins
 */
record CronPlan(List<Instant> due, Instant through) {
    /** Most missed firings that are made up for; of more, those longest ago are left out. */
    static final int MOST_MADE_UP = 1_000;

    /** Until then a firing is not missed: a fail-over takes some seconds. */
    static final Duration ON_TIME = Duration.ofMinutes(1);

    CronPlan {
        due = List.copyOf(due);
    }

    /**
     * Makes the plan. It is cheap however long nobody looked.
     *
     * @param last up to here all was decided before
     * @param now when nothing is due in it, or clocks were set back before {@code last}, the plan is empty
     */
    static CronPlan of(CronRule rule, MissedFirings missed, Instant last, Instant now) {
        Optional<Instant> first = rule.next(last).filter(time -> !time.isAfter(now));
        if (first.isEmpty()) {
            return new CronPlan(List.of(), last);
        }
        Instant latest = latest(rule, first.get(), now);
        return new CronPlan(
                switch (missed) {
                    case NONE -> latest.isBefore(now.minus(ON_TIME)) ? List.<Instant>of() : List.of(latest);
                    case ONE -> List.of(latest);
                    case ALL -> all(rule, first.get(), latest);
                },
                latest);
    }

    /** The last firing from {@code first}, which is one, until {@code until}. */
    private static Instant latest(CronRule rule, Instant first, Instant until) {
        Optional<Instant> second = rule.next(first).filter(time -> !time.isAfter(until));
        if (second.isEmpty()) {
            return first; // as ever while somebody looks
        }
        Instant found = second.get();
        Instant beyond = until; // no firing lies behind it, until `until`
        while (found.isBefore(beyond)) {
            Instant middle = found.plus(Duration.between(found, beyond).dividedBy(2));
            Optional<Instant> next = rule.next(middle).filter(time -> !time.isAfter(until));
            if (next.isPresent()) {
                found = next.get();
            } else {
                beyond = middle;
            }
        }
        return found;
    }

    private static List<Instant> all(CronRule rule, Instant first, Instant latest) {
        var due = new ArrayList<>(List.of(first));
        Optional<Instant> next = Optional.of(first);
        while (due.size() < MOST_MADE_UP && next.get().isBefore(latest)) {
            next = rule.next(next.get());
            due.add(next.orElseThrow());
        }
        return due.getLast().equals(latest) ? due : mostRecent(rule, first, latest);
    }

    private static List<Instant> mostRecent(CronRule rule, Instant first, Instant latest) {
        var due = new ArrayDeque<>(List.of(latest));
        while (due.size() < MOST_MADE_UP) {
            due.addFirst(latest(rule, first, due.getFirst().minusNanos(1)));
        }
        return List.copyOf(due);
    }
}
