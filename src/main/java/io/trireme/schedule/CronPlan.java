package io.trireme.schedule;

import io.trireme.MissedFirings;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What of a rule is to be fired now.
 *
 * @param due the planned times, in order
 * @param through up to here all is decided: where the next plan begins
 * @param next the first time after that; empty at the end of time
 */
record CronPlan(List<Instant> due, Instant through, Optional<Instant> next) {
    /** Most missed firings that are made up for; of more, those longest ago are left out. */
    static final int MOST_MADE_UP = 1_000;

    /** Until then a firing is not missed: a fail-over takes some seconds. */
    static final Duration ON_TIME = Duration.ofMinutes(1);

    CronPlan {
        due = List.copyOf(due);
    }

    /**
     * Makes the plan. It is cheap however long nobody looked, and asks the rule once while somebody does.
     *
     * @param last up to here all was decided before
     * @param first the first time after that
     * @param now when {@code first} is not due, since clocks were set back for one, the plan is empty
     */
    static CronPlan of(Firings rule, MissedFirings missed, Instant last, Instant first, Instant now) {
        if (first.isAfter(now)) {
            return new CronPlan(List.of(), last, Optional.of(first));
        }
        Latest latest = latest(rule, first, now);
        return new CronPlan(
                switch (missed) {
                    case NONE ->
                        latest.time().isBefore(now.minus(ON_TIME)) ? List.<Instant>of() : List.of(latest.time());
                    case ONE -> List.of(latest.time());
                    case ALL -> all(rule, first, latest.time());
                },
                latest.time(),
                latest.next());
    }

    /** The last firing until a certain time, and the one after it. */
    private record Latest(Instant time, Optional<Instant> next) {}

    /**
     * The last firing from {@code first}, which is one, until {@code until}: by growing steps back from the end to a firing,
     * and from there by halves of what is left.
     */
    private static Latest latest(Firings rule, Instant first, Instant until) {
        Optional<Instant> second = rule.next(first);
        if (isBeyond(second, until)) {
            return new Latest(first, second); // as ever while somebody looks
        }
        Instant found = second.get();
        Instant beyond = until; // no firing lies behind it, until `until`
        Duration back = Duration.between(first, found);
        for (Instant from = until.minus(back); from.isAfter(found); from = until.minus(back)) {
            Optional<Instant> next = rule.next(from);
            if (!isBeyond(next, until)) {
                found = next.get();
                break;
            }
            beyond = from;
            back = back.multipliedBy(2);
        }
        for (Optional<Instant> next = rule.next(found); !isBeyond(next, until); next = rule.next(found)) {
            found = next.get();
            Instant middle =
                    found.plus(Duration.between(found, beyond).dividedBy(2)).truncatedTo(ChronoUnit.SECONDS);
            if (middle.isAfter(found)) {
                Optional<Instant> behind = rule.next(middle);
                if (isBeyond(behind, until)) {
                    beyond = middle;
                } else {
                    found = behind.get();
                }
            }
        }
        return new Latest(found, rule.next(found));
    }

    private static boolean isBeyond(Optional<Instant> firing, Instant until) {
        return firing.isEmpty() || firing.get().isAfter(until);
    }

    private static List<Instant> all(Firings rule, Instant first, Instant latest) {
        var due = new ArrayList<>(List.of(first));
        Optional<Instant> next = Optional.of(first);
        while (due.size() < MOST_MADE_UP && next.get().isBefore(latest)) {
            next = rule.next(next.get());
            due.add(next.orElseThrow());
        }
        return due.getLast().equals(latest) ? due : mostRecent(rule, first, latest);
    }

    private static List<Instant> mostRecent(Firings rule, Instant first, Instant latest) {
        var due = new ArrayDeque<>(List.of(latest));
        while (due.size() < MOST_MADE_UP) {
            due.addFirst(latest(rule, first, due.getFirst().minusNanos(1)).time());
        }
        return List.copyOf(due);
    }
}
