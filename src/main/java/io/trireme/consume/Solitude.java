package io.trireme.consume;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Lets one queue of the process have it to itself for a while, so that what runs then runs alone: no attempt begins in any
 * of its queues but what that queue allows.
 *
 * <p>As long as one queue had the process, so long all of them go on as ever before the next one has it, unless they run
 * out of work before: healthy tasks keep half of the time, however many suspects there are.
 *
 * <p>Threading: any thread; one for each process, shared by the poll threads of its queues.
 */
public final class Solitude {
    private final List<Member> members = new CopyOnWriteArrayList<>();
    private final List<SoloRun> outlasting = new CopyOnWriteArrayList<>();
    private @Nullable Object owner; // guarded by this, like what follows
    private long since;
    private long restsUntil = System.nanoTime();

    /** Of a process that has no queues yet. */
    public Solitude() {}

    /** One queue of the process. */
    interface Member {
        /** Lets no attempt begin but one that runs alone, or lets them begin again. */
        void otherRunsAlone(boolean now);

        /** Whether nothing runs nor could. */
        boolean isIdle();

        /** Whether an attempt runs that began within this time, or is about to begin. */
        boolean runsSince(Duration begun);
    }

    void join(Member member) {
        members.add(member);
    }

    void leave(Member member) {
        members.remove(member);
    }

    /** Takes the process for this owner; false: another one has it, or all of them have their time. */
    synchronized boolean take(Object who, long nanoTime) {
        if (owner == null && (nanoTime - restsUntil >= 0 || members.stream().allMatch(Member::isIdle))) {
            owner = who;
            since = nanoTime;
            members.forEach(member -> member.otherRunsAlone(true));
        }
        return owner == who;
    }

    /** Gives the process back to all, if this owner has it. */
    synchronized void end(Object who, long nanoTime) {
        if (owner == who) {
            owner = null;
            restsUntil = nanoTime + (nanoTime - since);
            members.forEach(member -> member.otherRunsAlone(false));
        }
    }

    /** This run went on for longer than it counts as alone. */
    void outlastedBy(SoloRun run) {
        outlasting.add(run);
    }

    /** Whether a suspect still runs that had its time alone. */
    boolean isOutlasted() {
        outlasting.removeIf(SoloRun::isEnded);
        return !outlasting.isEmpty();
    }

    /** Whether everything that runs in the process has done so for at least this long. */
    boolean isQuiet(Duration forAtLeast) {
        for (Member member : members) {
            if (member.runsSince(forAtLeast)) {
                return false;
            }
        }
        return true;
    }
}
