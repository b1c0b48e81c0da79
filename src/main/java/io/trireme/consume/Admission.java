package io.trireme.consume;

import java.util.function.Consumer;

/**
 * What an attempt has to pass before it begins: the queue is not paused, and no other task of the process runs alone; the
 * brokers know that it may begin; and it is not suspected of having killed its process.
 *
 * <p>Nearly every attempt passes by two looks. One that has to wait does so in a {@link Hold}, and comes here again when
 * that lets it go.
 *
 * <p>Threading: any thread.
 */
final class Admission {
    private final Hold door;
    private final Hold beyondMark;
    private final Hold suspects;
    private volatile boolean closed; // read once a task; written under this object's lock
    private boolean paused; // guarded by this, like what follows
    private boolean otherRunsAlone;

    /** @param resume has an attempt run that waited */
    Admission(Consumer<Attempt> resume) {
        door = new Hold(attempt -> closed && !SoloRun.isDue(attempt), resume);
        beyondMark = new Hold(attempt -> !attempt.epoch().clearance().isBelowMark(attempt.offset()), resume);
        suspects = new Hold(
                attempt -> attempt.solo() == null && attempt.epoch().clearance().suspects(attempt.offset()), resume);
    }

    /** Whether the attempt waits here from now on; else its worker goes on with it. */
    boolean keeps(Attempt attempt) {
        if (!closed && attempt.epoch().clearance().admits(attempt.offset())) {
            return false;
        }
        return door.keeps(attempt) || beyondMark.keeps(attempt) || suspects.keeps(attempt);
    }

    /** Lets no attempt begin, or lets them begin again. */
    synchronized void pause(boolean now) {
        paused = now;
        set();
    }

    /** Whether an operator paused the queue. */
    synchronized boolean isPaused() {
        return paused;
    }

    /** A task of this process is to run alone, or did: all others wait. */
    synchronized void otherRunsAlone(boolean now) {
        otherRunsAlone = now;
        set();
    }

    private void set() {
        closed = paused || otherRunsAlone;
        if (!closed) {
            door.release();
        }
    }

    /** Where attempts wait that lie beyond the mark. */
    Hold beyondMark() {
        return beyondMark;
    }

    /** Where those wait that are to run alone. */
    Hold suspects() {
        return suspects;
    }

    /** Has the attempts of closed epochs let go now. */
    void releaseClosed() {
        door.release();
        beyondMark.release();
        suspects.release();
    }
}
