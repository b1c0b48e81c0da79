package io.trireme.consume;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a commit says of the tasks that have begun, so that whoever takes the partition over after an unclean end knows
 * which of them may have killed their process.
 *
 * <p>In the text of {@link CompletedAhead}: the mark's distance from the watermark; the number of tasks that are named, and
 * for each the distance from the one before; the same of those that run alone; the number of tasks with deaths, and for
 * each the distance from the one before and how many. Of more than {@value #MOST} those that run alone are told, and the
 * ones with most deaths.
 *
 * @param mark no task from this offset on has begun that is not named; where it is the watermark, and none is named, the
 *     owner ended cleanly
 * @param named offsets beyond the mark of tasks that may have begun
 * @param alone the offsets of tasks that run one after another, or are about to, while nothing else of their process does;
 *     {@value #TOGETHER} at most
 * @param deaths how many processes died while a task ran alone, by the offset of the task
 */
record Begun(long mark, SortedSet<Long> named, SortedSet<Long> alone, SortedMap<Long, Integer> deaths) {
    /** Most tasks that one commit says run alone. */
    static final int TOGETHER = 8;

    /** Most tasks whose deaths are told: those that were told of together, and as many again, if several kill in turns. */
    static final int MOST = 2 * TOGETHER;

    /** What names take at most, in bytes: three for each, unless they lie more than two million apart. */
    private static final int LONGEST_NAMES = 3 * Named.MOST;

    /** What it takes at most, in bytes. */
    static final int LONGEST = (1 + 1 + 1 + TOGETHER + 1 + 2 * MOST) * Numbers.LONGEST + LONGEST_NAMES;

    /** Nothing has begun that is not settled. */
    static final Begun CLEAN =
            new Begun(0, Collections.emptySortedSet(), Collections.emptySortedSet(), Collections.emptySortedMap());

    Begun {
        named = Collections.unmodifiableSortedSet(new TreeSet<>(named));
        alone = Collections.unmodifiableSortedSet(new TreeSet<>(alone));
        deaths = Collections.unmodifiableSortedMap(new TreeMap<>(deaths));
    }

    /** Whether there is nothing to tell beside this watermark. */
    boolean isClean(long watermark) {
        return mark <= watermark && named.tailSet(watermark).isEmpty() && alone.isEmpty() && deaths.isEmpty();
    }

    /** What the next owner knows: if the owner before it died while tasks ran alone, that counts against each of them. */
    Begun afterDeath() {
        var counted = new TreeMap<>(deaths);
        alone.forEach(task -> counted.merge(task, 1, Integer::sum));
        return new Begun(mark, named, Collections.emptySortedSet(), counted);
    }

    /** The same with no mark beyond this offset: there are no tasks. */
    Begun upTo(long end) {
        return new Begun(Math.min(mark, end), named.headSet(end), alone, deaths);
    }

    void put(ByteBuffer bytes, long watermark) {
        SortedSet<Long> names = named.tailSet(watermark);
        ByteBuffer text = put(ByteBuffer.allocate((1 + names.size()) * Numbers.LONGEST), watermark, names)
                .flip();
        if (text.remaining() > Numbers.LONGEST + LONGEST_NAMES) { // then all that lie between count as begun, too
            Numbers.put(bytes, Math.max(mark, names.last() + 1) - watermark);
            Numbers.put(bytes, 0);
        } else {
            Numbers.put(bytes, Math.max(0, mark - watermark));
            bytes.put(text);
        }
        put(bytes, watermark, alone.tailSet(watermark));
        SortedMap<Long, Integer> told = worst(deaths.tailMap(watermark), alone);
        Numbers.put(bytes, told.size());
        long at = watermark;
        for (Map.Entry<Long, Integer> task : told.entrySet()) {
            Numbers.put(bytes, task.getKey() - at);
            Numbers.put(bytes, task.getValue());
            at = task.getKey();
        }
    }

    private static ByteBuffer put(ByteBuffer bytes, long watermark, SortedSet<Long> tasks) {
        Numbers.put(bytes, tasks.size());
        long at = watermark;
        for (long task : tasks) {
            Numbers.put(bytes, task - at);
            at = task;
        }
        return bytes;
    }

    private static SortedMap<Long, Integer> worst(SortedMap<Long, Integer> deaths, SortedSet<Long> alone) {
        var worst = new TreeMap<Long, Integer>();
        deaths.entrySet().stream()
                .sorted(Comparator.<Map.Entry<Long, Integer>, Boolean>comparing(task -> !alone.contains(task.getKey()))
                        .thenComparing(Map.Entry.comparingByValue(Comparator.reverseOrder())))
                .limit(MOST)
                .forEach(task -> worst.put(task.getKey(), task.getValue()));
        return worst;
    }

    /** Reads what {@link #put} wrote; throws what {@link Numbers#get} does. */
    static Begun read(ByteBuffer bytes, long watermark) {
        long mark = Math.addExact(watermark, Numbers.get(bytes));
        SortedSet<Long> named = tasks(bytes, watermark);
        SortedSet<Long> alone = tasks(bytes, watermark);
        var deaths = new TreeMap<Long, Integer>();
        long at = watermark;
        for (long left = Numbers.get(bytes); left > 0; left--) {
            at = Math.addExact(at, Numbers.get(bytes));
            deaths.put(at, Math.toIntExact(Numbers.get(bytes)));
        }
        return new Begun(mark, named, alone, deaths);
    }

    private static SortedSet<Long> tasks(ByteBuffer bytes, long watermark) {
        var tasks = new TreeSet<Long>();
        long at = watermark;
        for (long left = Numbers.get(bytes); left > 0; left--) {
            at = Math.addExact(at, Numbers.get(bytes));
            tasks.add(at);
        }
        return tasks;
    }
}
