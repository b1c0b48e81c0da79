package io.trireme.consume;

import java.time.Duration;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Which tasks of an epoch may begin, so that a death of this process can be laid at the right door.
 *
 * <p>Each commit carries a <em>mark</em>: no task from that offset on has begun. So a task may begin only below a mark that
 * the brokers have acknowledged; one that kills its process in its first millisecond is below it all the same. The mark is
 * kept just so far ahead that workers do not wait for it, since what is unsettled below it is what the next owner has to
 * suspect: the partition's share of the workers, and a <em>lease</em> of what is settled until the mark after the next.
 *
 * <p>What was unsettled below the mark of an owner that ended uncleanly is <em>suspect</em>: it begins only alone, in the
 * hands of {@link SoloTurn}. A task that came through that is proven. While suspects are left every commit goes on telling
 * of them, the last one of a clean end too.
 *
 * <p>Threading: the poll thread moves the marks; others ask whether a task may begin.
 * On failure: a commit that fails leaves the acknowledged mark where it was; what is beyond it waits for the next.
 */
final class Clearance {
    /** Least and most tasks of a lease. */
    static final int LEAST_LEASE = 8;

    static final int MOST_LEASE = 1 << 18;

    /** How long what was settled a second stays in the reckoning when it is less now. */
    private static final double MEMORY = Duration.ofSeconds(1).toNanos();

    /**
     * Over less than this nothing is measured. What ends after a pause of the poll thread is counted at once, and by the millisecond
     * between two looks it came to a hundred times the pace: leases of ten thousands, all of which were suspect after a death.
     */
    private static final long SHORTEST_MEASURE = Duration.ofMillis(20).toNanos();

    private static final long UNKNOWN = Long.MIN_VALUE;

    private final long suspectsEnd; // what lies below it and is unsettled is suspect
    private final ConcurrentSkipListMap<Long, Integer> deaths; // by offset; the poll thread's to change

    private volatile long admitted = Long.MAX_VALUE; // below it tasks begin without another look; the poll thread's
    private volatile long acknowledged = Long.MAX_VALUE; // the mark that the brokers know; the poll thread's
    private int maxDeaths; // 0: nobody is suspected. The poll thread's, like what follows
    private boolean suspectsLeft;
    private boolean ended;
    private long mark = UNKNOWN; // the one to be told with the next commit
    private long alone = Begun.NONE;
    private long mayBegin; // when last looked at, with what was added then
    private long settled; // since the pace was measured
    private long measured; // in nanoTime
    private double pace; // tasks settled in a nanosecond

    /** Everything may begin, until {@link #guard}. */
    Clearance(Begun before) {
        this.suspectsEnd = before.mark();
        this.deaths = new ConcurrentSkipListMap<>(before.afterDeath().deaths());
    }

    /**
     * From now on tasks begin below an acknowledged mark only, and suspects alone. Before the first task.
     *
     * @param most after so many deaths a task is given up
     */
    void guard(int most) {
        maxDeaths = most;
        suspectsLeft = true; // until the watermark is known and says otherwise
        acknowledged = UNKNOWN;
        admitted = UNKNOWN;
    }

    /** Everything may begin from now on: the brokers take no metadata, so there are no marks. */
    void unguard() {
        acknowledged = Long.MAX_VALUE;
        admitted = Long.MAX_VALUE;
    }

    private boolean isGuarded() {
        return acknowledged != Long.MAX_VALUE;
    }

    /** Whether the task at this offset may begin without another look. Any thread. */
    boolean admits(long offset) {
        return offset < admitted;
    }

    /** Whether the brokers know that the task at this offset may begin. Any thread. */
    boolean isBelowMark(long offset) {
        return offset < acknowledged;
    }

    /** Whether the task at this offset may begin only alone, unless it did. Any thread. */
    boolean suspects(long offset) {
        return offset < suspectsEnd && isGuarded() && !isCondemned(offset);
    }

    /** Whether the task has killed so many processes that it is not run again. Any thread. */
    boolean isCondemned(long offset) {
        return isGuarded() && deaths(offset) >= maxDeaths;
    }

    /** How many processes died while the task at this offset ran alone. Any thread. */
    int deaths(long offset) {
        return deaths.getOrDefault(offset, 0);
    }

    /**
     * Moves the mark that is to be told, if too little may begin.
     *
     * @param share how many workers the partition may have
     * @param inTheWay whether workers had nothing to do but for the mark
     * @param ahead for how long it has to suffice
     * @return whether it moved: a commit has to follow
     */
    boolean raise(OffsetWatermark watermark, int share, boolean inTheWay, Duration ahead, long nanoTime) {
        if (!isGuarded() || watermark.committable().isEmpty()) {
            return false;
        }
        long open = watermark.committable().getAsLong();
        long from = Math.max(open, suspectsEnd);
        suspectsLeft = open < suspectsEnd;
        admit();
        boolean first = mark == UNKNOWN;
        long now = first ? 0 : mayBegin(watermark, from);
        if (first) {
            measured = nanoTime;
        } else {
            settled += mayBegin - now;
            measure(nanoTime);
        }
        boolean more = inTheWay && acknowledged >= mark; // else more was asked for, and the answer is on its way
        long lease = Math.clamp((long) (pace * ahead.toNanos()), LEAST_LEASE, MOST_LEASE);
        long missing = Math.max(more ? lease : 0, share + lease - now);
        boolean raises = first || missing > lease / 2;
        mark = raises ? Math.max(mark, from) + missing : mark;
        mayBegin = raises ? now + missing : now;
        return raises;
    }

    /** How many tasks that are not settled may begin or have, suspects aside: those fetched, and those yet to be. */
    private long mayBegin(OffsetWatermark watermark, long from) {
        return watermark.unsettled(from, mark)
                + Math.max(0, mark - Math.max(from, watermark.position().orElse(from)));
    }

    private void measure(long nanoTime) {
        long nanos = nanoTime - measured;
        if (nanos >= SHORTEST_MEASURE) {
            double now = (double) settled / nanos;
            pace = now > pace ? now : pace + (now - pace) * Math.min(1, nanos / MEMORY);
            settled = 0;
            measured = nanoTime;
        }
    }

    /** Tasks settled in a nanosecond, of late. */
    double pace() {
        return pace;
    }

    private void admit() {
        admitted = suspectsLeft ? UNKNOWN : acknowledged;
    }

    /** What the next commit tells; {@link #acknowledged} has to follow when the brokers have it. */
    Begun told(long watermark) {
        if (!isGuarded()) {
            return Begun.CLEAN;
        }
        deaths.headMap(watermark).clear();
        long begun = ended || mark == UNKNOWN ? watermark : mark;
        return new Begun(Math.max(begun, suspectsEnd), alone, deaths);
    }

    /** The mark that the last commit told of; for {@link #acknowledged}. */
    long mark() {
        return mark;
    }

    /** The brokers have a commit with this mark. */
    void acknowledged(long told) {
        if (isGuarded() && told > acknowledged) {
            acknowledged = told;
            admit();
        }
    }

    /** Whether tasks up to this offset would have to wait for a mark. */
    boolean isShortOf(long position) {
        return isGuarded() && acknowledged < position;
    }

    /** The next commit says that the task at this offset runs alone. */
    void aloneBegins(long offset) {
        alone = offset;
    }

    /** No task runs alone any more. */
    void aloneEnds() {
        alone = Begun.NONE;
    }

    /** The task at this offset ran alone, and everything lives. */
    void survived(long offset) {
        deaths.remove(offset);
    }

    /** Nothing of the epoch runs any more: what it leaves unsettled is as innocent as it came. */
    void ends() {
        ended = true;
        alone = Begun.NONE;
    }
}
