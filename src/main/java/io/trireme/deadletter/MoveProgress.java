package io.trireme.deadletter;

/** Told how far a redrive or a purge is. Called by the thread that does it. */
@FunctionalInterface
public interface MoveProgress {
    /** For who does not want to know. */
    MoveProgress UNWATCHED = (looked, all) -> {};

    /**
     * More records of the dead letters' topic were looked at, and are moved or soon will be if they are meant.
     *
     * @param looked how many were looked at
     * @param all how many there are, those included that were put back or purged long ago
     */
    void at(long looked, long all);
}
