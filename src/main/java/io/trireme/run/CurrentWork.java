package io.trireme.run;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one worker runs now, for others to see and to interrupt.
 *
 * <p>It holds the work, an {@link Interruption} of it, or {@link Work#NONE}. The worker moves from one work to the next by
 * compare-and-set; who interrupts first puts the interruption in the work's place. So work that is being interrupted does
 * not end before the interrupt has come, and an interrupt never hits the work after it.
 *
 * <p>Walk-through of the one race that this leaves: work that runs for too long ends, and is run again at once, between the
 * question whether it matches and the interruption. It is the same object, so the compare-and-set cannot tell. Hence the
 * question is asked once more when the interruption is in place and the work cannot end.
 *
 * <p>Threading: {@link #begin} and {@link #goOn} belong to the worker; any thread may look and interrupt.
 */
final class CurrentWork {
    private final AtomicReference<Object> current = new AtomicReference<>(Work.NONE);

    /**
     * The worker begins {@code work}.
     *
     * <p>Visible to who asks what runs before the work looks whether it may: either the work sees that its partition is
     * being given up and does not begin, or who gives it up sees the work running and waits.
     */
    void begin(Work work) {
        current.set(work);
    }

    /** The worker is done with {@code work} and goes on with {@code next}, or with nothing. */
    void goOn(Work work, Work next) {
        while (!current.compareAndSet(work, next)) { // again, should an interruption be withdrawn and another one come
            if (current.get() instanceof Interruption interruption) {
                while (!interruption.delivered) { // it is on its way, and not meant for what comes next
                    Thread.yield();
                }
                if (current.compareAndSet(interruption, next)) {
                    return;
                }
            }
        }
    }

    /** What runs, or null. */
    @Nullable
    Work work() {
        Object now = current.get();
        Work work = now instanceof Interruption interruption ? interruption.work : (Work) now;
        return work == Work.NONE ? null : work;
    }

    /**
     * Has {@code deliver} interrupt the worker's thread if it runs work that matches and was not interrupted before.
     *
     * @param which asked twice of work that matches
     * @return whether it did
     */
    boolean interrupt(Predicate<Work> which, Runnable deliver) {
        if (!(current.get() instanceof Work work) || work == Work.NONE || !which.test(work)) {
            return false;
        }
        var interruption = new Interruption(work);
        if (!current.compareAndSet(work, interruption)) {
            return false; // it ended just now
        }
        boolean meant = which.test(work);
        if (meant) {
            work.interrupting();
            deliver.run();
        } else {
            current.compareAndSet(interruption, work); // so that this run of it can be interrupted
        }
        interruption.delivered = true;
        return meant;
    }

    /** An interrupt of one work, on its way, delivered or withdrawn. */
    private static final class Interruption {
        private final Work work;
        private volatile boolean delivered; // or withdrawn; written by who interrupts, awaited by the worker

        private Interruption(Work work) {
            this.work = work;
        }
    }
}
