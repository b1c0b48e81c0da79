package io.trireme.run;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Works that stand side by side, offered as one: each may begin at once, and any number of workers take them in order.
 *
 * <p>What lies together in memory is so worked on by one worker as long as that is fast enough: two that take turns at
 * neighbouring works would write into each other's cache lines, which costs more than the hand-over. Who takes a stretch
 * out of the ready queue puts it back at once if it holds more, so that works behind one that lasts are found by others.
 *
 * <p>Threading: made by one thread; any thread may take from it, once it is offered.
 */
final class Stretch implements Ready {
    private static final VarHandle TAKEN = taken();

    private final @Nullable Work[] works;

    @SuppressWarnings("UnusedVariable") // through TAKEN
    private volatile int taken;

    /** @param works in the order in which they are to be taken; at least one, and the array is the stretch's from now on */
    Stretch(Work[] works) {
        if (works.length == 0) {
            throw new IllegalArgumentException("a stretch without works");
        }
        this.works = works;
    }

    /** The next that nobody has taken, or null. */
    @Nullable
    Work take() {
        if (isTaken()) { // so that the count stays near the length, however often an empty one is asked
            return null;
        }
        int place = (int) TAKEN.getAndAdd(this, 1);
        if (place >= works.length) {
            return null;
        }
        Work work = works[place];
        works[place] = null; // the stretch may lie in the queue long after it
        return work;
    }

    /** Whether nothing is left to take. */
    boolean isTaken() {
        return taken >= works.length;
    }

    private static VarHandle taken() {
        try {
            return MethodHandles.lookup().findVarHandle(Stretch.class, "taken", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }
}
