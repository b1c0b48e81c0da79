package io.trireme.consume;

import java.time.Duration;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
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
 * <p>Until each suspect had its turn the mark stays where they end, and what may begin beyond it is {@link Named}: those that
 * workers have come to. Walk-through of why: most lanes wait for a suspect; a mark that moved on for the sake of the others
 * would leave behind, with the next death, all that waits in those lanes, though none of it began; and as these would run
 * one at a time, too, deaths that come quickly would leave more behind each time than is worked off until the next. It goes
 * on so until not much more is unsettled below the last name than a mark would leave there, but not for longer than {@link
 * #LONGEST_BY_NAME}, since what begins by name waits for the brokers. Should so many that were named take long that for {@link
 * #LONGEST_FULL} no more can be, the mark moves beyond them all the same: nobody is to wait for that.
 *
 * <p>Threading: the poll thread moves the marks; others ask whether a task may begin.
 * On failure: a commit that fails leaves the acknowledged mark where it was; what is beyond it waits for the next.
 */
final class Clearance {
    /** Least and most tasks of a lease. */
    static final int LEAST_LEASE = 8;

    static final int MOST_LEASE = 1 << 18;

    /** One death may be shared, and another one a coincidence. */
    private static final int TOO_FEW_TO_SHARE = 2;

    /** So long tasks begin by name after the last suspect had its turn. */
    private static final Duration LONGEST_BY_NAME = Duration.ofSeconds(10);

    /** So long tasks wait where no more can be named. */
    private static final Duration LONGEST_FULL = Duration.ofSeconds(1);

    private static final long UNKNOWN = Long.MIN_VALUE;

    private final long suspectsEnd; // what lies below it and is unsettled is suspect
    private final ConcurrentSkipListMap<Long, Integer> deaths; // by offset; the poll thread's to change
    private final Named names;
    private final Pace pace = new Pace();
    private final TreeSet<Long> proven = new TreeSet<>(); // suspects that had their turn; the poll thread's
    private final TreeSet<Long> alone = new TreeSet<>(); // offsets; the poll thread's

    private volatile long admitted = Long.MAX_VALUE; // below it tasks begin without another look; the poll thread's
    private volatile long acknowledged = Long.MAX_VALUE; // the mark that the brokers know; the poll thread's
    private int maxDeaths; // 0: nobody is suspected. The poll thread's, like what follows
    private boolean suspectsLeft; // that had no turn yet
    private long suspectsSeen; // in nanoTime, when such were last left
    private boolean goesByName; // as of the last look
    private long roomSeen; // in nanoTime, when there was room for a name, or nothing waited for one
    private boolean ended;
    private long mark = UNKNOWN; // the one to be told with the next commit
    private long mayBegin; // when last looked at, with what was added then

    /** Everything may begin, until {@link #guard}. */
    Clearance(Begun before) {
        this.suspectsEnd = before.mark();
        this.names = new Named(before.named());
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
        acknowledged = suspectsEnd; // by the commit that tells of them
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
        return offset < acknowledged || names.isKnown(offset);
    }

    /** Whether the task at this offset may begin only alone, unless it did. Any thread. */
    boolean suspects(long offset) {
        return (offset < suspectsEnd || names.isSuspect(offset)) && isGuarded() && !isCondemned(offset);
    }

    /** Whether the task has killed so many processes that it is not run again. Any thread. */
    boolean isCondemned(long offset) {
        return isGuarded() && deaths(offset) >= maxDeaths;
    }

    /**
     * Whether the task at this offset may run alone as one of several that are told of together: a death that counts against
     * each of them neither condemns it nor leaves but one more.
     */
    boolean bearsCompany(long offset) {
        return deaths(offset) == 0 && maxDeaths > TOO_FEW_TO_SHARE;
    }

    /** How many processes died while the task at this offset ran alone. Any thread. */
    int deaths(long offset) {
        return deaths.getOrDefault(offset, 0);
    }

    /**
     * What workers could take up.
     *
     * @param share how many workers the partition may have
     * @param inTheWay whether workers have nothing to do but what is not to begin yet
     * @param waiting the tasks of the partition that workers have come to and that are not to begin yet, by offset; asked for
     *     when {@link #goesByName}
     * @param ahead for how long a mark has to suffice
     */
    record Need(int share, boolean inTheWay, SortedSet<Long> waiting, Duration ahead) {}

    /** Whether {@link Need#waiting} is asked for with the next look. */
    boolean goesByName() {
        return isGuarded() && (suspectsLeft || goesByName);
    }

    /**
     * Moves the mark that is to be told, if too little may begin, or names what may.
     *
     * @return whether there is something new to tell: a commit has to follow
     */
    boolean raise(OffsetWatermark watermark, Need need, long nanoTime) {
        if (!isGuarded() || watermark.committable().isEmpty()) {
            return false;
        }
        long open = watermark.committable().getAsLong();
        long from = Math.max(open, suspectsEnd);
        if (goesByName()) {
            names.forgetSettled(watermark);
        }
        if (suspectsLeft) {
            suspectsLeft = areSuspectsLeft(watermark, open);
            suspectsSeen = nanoTime;
        }
        boolean byName = suspectsLeft || goesByName && isMuchNamed(watermark, from, need, nanoTime);
        boolean raised = byName ? name(from, need, nanoTime) : move(watermark, from, need, nanoTime);
        admit();
        return raised;
    }

    private boolean areSuspectsLeft(OffsetWatermark watermark, long open) {
        proven.removeIf(watermark::isSettled);
        return watermark.position().orElse(open) < suspectsEnd
                || watermark.unsettled(open, suspectsEnd) + names.suspects() > proven.size();
    }

    private boolean isMuchNamed(OffsetWatermark watermark, long from, Need need, long nanoTime) {
        return nanoTime - suspectsSeen < LONGEST_BY_NAME.toNanos()
                && watermark.unsettled(from, names.end(mark)) > need.share + LEAST_LEASE;
    }

    private boolean name(long from, Need need, long nanoTime) {
        boolean first = mark == UNKNOWN;
        mark = Math.max(mark, from);
        goesByName = true;
        roomSeen = first || need.waiting.isEmpty() || names.room(mark) > 0 ? nanoTime : roomSeen;
        boolean full = nanoTime - roomSeen >= LONGEST_FULL.toNanos();
        if (full) {
            mark = names.end(mark);
            names.areMarked();
        }
        int missing = need.inTheWay ? need.share : need.share - names.mayBegin();
        return names.add(need.waiting.tailSet(mark), Math.min(missing, names.room(mark))) || first || full;
    }

    private boolean move(OffsetWatermark watermark, long from, Need need, long nanoTime) {
        boolean first = mark == UNKNOWN || goesByName;
        if (first) {
            mark = names.end(Math.max(mark, from));
            names.areMarked();
            goesByName = false;
            pace.begin(nanoTime);
        }
        long now = mayBegin(watermark, from);
        if (!first) {
            pace.settled(mayBegin - now, nanoTime);
        }
        boolean more = need.inTheWay && acknowledged >= mark; // else more was asked for, and the answer is on its way
        long lease = Math.clamp((long) (pace.perNano() * need.ahead.toNanos()), LEAST_LEASE, MOST_LEASE);
        long missing = Math.max(more ? lease : 0, need.share + lease - now);
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

    /** Tasks settled in a nanosecond, of late. */
    double pace() {
        return pace.perNano();
    }

    private void admit() {
        admitted = suspectsLeft || goesByName ? UNKNOWN : acknowledged;
    }

    /** What the next commit tells; {@link #acknowledged} of {@link #allowed} has to follow when the brokers have it. */
    Begun told(long watermark) {
        if (!isGuarded()) {
            return Begun.CLEAN;
        }
        deaths.headMap(watermark).clear();
        long begun = ended || mark == UNKNOWN ? watermark : mark;
        begun = Math.max(begun, suspectsEnd);
        return new Begun(begun, names.tell(begun, ended), alone, deaths);
    }

    /**
     * What may begin when the brokers have the commit that tells of it.
     *
     * @param mark what lies below it
     * @param named and these
     */
    record Allowed(long mark, Set<Long> named) {}

    /** What the last commit told of; for {@link #acknowledged}. */
    Allowed allowed() {
        return new Allowed(mark, names.told());
    }

    /** The brokers have a commit that told of this. */
    void acknowledged(Allowed told) {
        if (!isGuarded()) {
            return;
        }
        names.acknowledged(told.named);
        if (told.mark > acknowledged) {
            acknowledged = told.mark;
            admit();
        }
    }

    /** Whether tasks up to this offset would have to wait for a mark. */
    boolean isShortOf(long position) {
        return isGuarded() && acknowledged < position;
    }

    /** The next commit says that the task at this offset runs alone, or is about to. */
    void aloneBegins(long offset) {
        alone.add(offset);
    }

    /** No task runs alone any more. */
    void aloneEnds() {
        alone.clear();
    }

    /** The task at this offset ran alone, and everything lives. */
    void survived(long offset) {
        deaths.remove(offset);
        proven.add(offset);
    }

    /** Nothing of the epoch runs any more: what it leaves unsettled is as innocent as it came. */
    void ends() {
        ended = true;
        alone.clear();
    }
}
