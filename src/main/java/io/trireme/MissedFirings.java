package io.trireme;

/** What becomes of the firings of a cron rule that were missed, since no process was up to fire them. */
public enum MissedFirings {
    /** They are left out. */
    NONE,
    /** The last one is fired, late. */
    ONE,
    /** Each is fired, late, in order; of very many the last thousand. */
    ALL
}
