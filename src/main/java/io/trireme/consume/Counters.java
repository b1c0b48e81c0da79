package io.trireme.consume;

import java.util.concurrent.atomic.LongAdder;

/** What happened in one queue since the process began. Any thread counts, any thread reads. */
public final class Counters {
    private final LongAdder started = new LongAdder();
    private final LongAdder done = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder dead = new LongAdder();
    private final LongAdder abandoned = new LongAdder();
    private final LongAdder snoozed = new LongAdder();
    private final LongAdder expired = new LongAdder();
    private final LongAdder cancelled = new LongAdder();
    private final LongAdder timedOut = new LongAdder();
    private final LongAdder stuck = new LongAdder();
    private final LongAdder heldUp = new LongAdder();
    private final LongAdder unsettled = new LongAdder();
    private final LongAdder ranAlone = new LongAdder();
    private final LongAdder deaths = new LongAdder();

    Counters() {}

    /** Attempts that reached a handler. */
    public LongAdder started() {
        return started;
    }

    /** Tasks settled as done. */
    public LongAdder done() {
        return done;
    }

    /** Attempts that failed and were followed by another. */
    public LongAdder retried() {
        return retried;
    }

    /** Attempts that put their task off. */
    public LongAdder snoozed() {
        return snoozed;
    }

    /** Tasks dropped since their time was over before they were started. */
    public LongAdder expired() {
        return expired;
    }

    /** Tasks settled since they were revoked, before they began or when they had stopped. */
    public LongAdder cancelled() {
        return cancelled;
    }

    /** Attempts that ran for longer than the queue's timeout. */
    public LongAdder timedOut() {
        return timedOut;
    }

    /** Attempts that did not stop when they were interrupted at the timeout. */
    public LongAdder stuck() {
        return stuck;
    }

    /** Tasks settled in the dead letters. */
    public LongAdder dead() {
        return dead;
    }

    /** Tasks that were given back unsettled. */
    public LongAdder abandoned() {
        return abandoned;
    }

    /** Writes of a settlement that the brokers refused or did not answer, each of which is tried again. */
    public LongAdder heldUp() {
        return heldUp;
    }

    /** Tasks whose settlement threw, and whose offsets are held. */
    public LongAdder unsettled() {
        return unsettled;
    }

    /** Suspects that were run alone. */
    public LongAdder ranAlone() {
        return ranAlone;
    }

    /** Deaths of processes while a task of theirs ran alone, as their successors found: one for each partition that had one. */
    public LongAdder deaths() {
        return deaths;
    }

    /** Tasks settled, one way or the other. */
    public long settled() {
        return done.sum() + dead.sum() + expired.sum() + cancelled.sum();
    }
}
