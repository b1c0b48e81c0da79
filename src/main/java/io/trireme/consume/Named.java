package io.trireme.consume;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * The tasks of an epoch beyond its mark that commits tell of by name, by offset: those that may begin, and those that may
 * have begun in the hands of the owner before. At most {@value #MOST}; then the mark has to move beyond them ({@link #end}).
 *
 * <p>Threading: the poll thread changes it; others ask whether a task is named. Only what is settled is taken out, which
 * nobody asks of any more.
 */
final class Named {
    /** As many as a text surely has room for. */
    static final int MOST = 256;

    private final ConcurrentSkipListSet<Long> suspects;
    private final ConcurrentSkipListSet<Long> acknowledged = new ConcurrentSkipListSet<>();
    private final TreeSet<Long> told = new TreeSet<>(); // the poll thread's: beyond the mark, acknowledged or not

    /** @param before what the owner before named */
    Named(SortedSet<Long> before) {
        this.suspects = new ConcurrentSkipListSet<>(before);
    }

    /** Whether the owner before named it. Any thread. */
    boolean isSuspect(long offset) {
        return suspects.contains(offset);
    }

    /** Whether the brokers know it by name. Any thread. */
    boolean isKnown(long offset) {
        return acknowledged.contains(offset) || suspects.contains(offset);
    }

    /** How many of those that the owner before named are not settled. */
    int suspects() {
        return suspects.size();
    }

    /** How many the next commit tells of that may begin. */
    int mayBegin() {
        return told.size();
    }

    /** Forgets those that are settled, as of the last count. */
    void forgetSettled(OffsetWatermark watermark) {
        for (Collection<Long> offsets : List.of(suspects, acknowledged, told)) {
            offsets.removeIf(watermark::isSettled);
        }
    }

    /** How many more can be named beyond the mark. */
    int room(long mark) {
        return MOST - told.size() - suspects.tailSet(mark).size();
    }

    /** Names so many more of these, the lowest offsets first; returns whether there was one. */
    boolean add(SortedSet<Long> offsets, int most) {
        return told.addAll(offsets.stream()
                .filter(offset -> !told.contains(offset))
                .limit(Math.max(0, most))
                .toList());
    }

    /** For {@link #acknowledged}, when the brokers have the next commit. */
    Set<Long> told() {
        return told.isEmpty() ? Set.of() : Set.copyOf(told);
    }

    /** The brokers have a commit that tells of these. */
    void acknowledged(Collection<Long> offsets) {
        acknowledged.addAll(offsets);
    }

    /** The offset after the last one; {@code least} if that is higher. */
    long end(long least) {
        long end = told.isEmpty() ? least : Math.max(least, told.last() + 1);
        return suspects.isEmpty() ? end : Math.max(end, suspects.last() + 1);
    }

    /** The mark lies at {@link #end} from now on, so that the next commit names none of them. */
    void areMarked() {
        told.clear();
    }

    /** What a commit with this mark tells: after a clean end what the owner before named, else all of them. */
    SortedSet<Long> tell(long mark, boolean ended) {
        if (told.isEmpty() && suspects.isEmpty()) {
            return Collections.emptySortedSet();
        }
        var all = new TreeSet<>(suspects.tailSet(mark));
        all.addAll(ended ? Set.of() : told);
        return all;
    }
}
