package io.trireme.consume;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a commit says of the tasks that have begun, so that whoever takes the partition over after an unclean end knows
 * which of them may have killed their process.
 *
 * <p>In the text of {@link CompletedAhead}: the mark's distance from the watermark; 0, or the distance of the task that
 * runs alone and 1; the number of tasks with deaths, and for each the distance from the one before and how many. Of more
 * than {@value #MOST} the ones with most deaths are told.
 *
 * @param mark no task from this offset on has begun; where it is the watermark the owner ended cleanly
 * @param alone the offset of the task that runs, or is about to, while nothing else of its process does; {@link #NONE}
 *     else
 * @param deaths how many processes died while a task ran alone, by the offset of the task
 */
record Begun(long mark, long alone, SortedMap<Long, Integer> deaths) {
    /** No task runs alone. */
    static final long NONE = -1;

    /** Most tasks whose deaths are told. There is one at a time unless several kill in turns. */
    static final int MOST = 16;

    /** What it takes at most, in bytes. */
    static final int LONGEST = (3 + 2 * MOST) * Numbers.LONGEST;

    /** Nothing has begun that is not settled. */
    static final Begun CLEAN = new Begun(0, NONE, Collections.emptySortedMap());

    Begun {
        deaths = Collections.unmodifiableSortedMap(new TreeMap<>(deaths));
    }

    /** Whether there is nothing to tell beside this watermark. */
    boolean isClean(long watermark) {
        return mark <= watermark && alone == NONE && deaths.isEmpty();
    }

    /** What the next owner knows: if the owner before it died while a task ran alone, that counts against the task. */
    Begun afterDeath() {
        if (alone == NONE) {
            return this;
        }
        var counted = new TreeMap<>(deaths);
        counted.merge(alone, 1, Integer::sum);
        return new Begun(mark, NONE, counted);
    }

    /** The same with no mark beyond this offset: there are no tasks. */
    Begun upTo(long end) {
        return new Begun(Math.min(mark, end), alone, deaths);
    }

    void put(ByteBuffer bytes, long watermark) {
        Numbers.put(bytes, Math.max(0, mark - watermark));
        Numbers.put(bytes, alone < watermark ? 0 : alone - watermark + 1);
        SortedMap<Long, Integer> told = worst(deaths.tailMap(watermark));
        Numbers.put(bytes, told.size());
        long at = watermark;
        for (Map.Entry<Long, Integer> task : told.entrySet()) {
            Numbers.put(bytes, task.getKey() - at);
            Numbers.put(bytes, task.getValue());
            at = task.getKey();
        }
    }

    private static SortedMap<Long, Integer> worst(SortedMap<Long, Integer> deaths) {
        var worst = new TreeMap<Long, Integer>();
        deaths.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(MOST)
                .forEach(task -> worst.put(task.getKey(), task.getValue()));
        return worst;
    }

    /** Reads what {@link #put} wrote; throws what {@link Numbers#get} does. */
    static Begun read(ByteBuffer bytes, long watermark) {
        long mark = Math.addExact(watermark, Numbers.get(bytes));
        long alone = Numbers.get(bytes);
        var deaths = new TreeMap<Long, Integer>();
        long at = watermark;
        for (long left = Numbers.get(bytes); left > 0; left--) {
            at = Math.addExact(at, Numbers.get(bytes));
            deaths.put(at, Math.toIntExact(Numbers.get(bytes)));
        }
        return new Begun(mark, alone == 0 ? NONE : Math.addExact(watermark, alone - 1), deaths);
    }
}
