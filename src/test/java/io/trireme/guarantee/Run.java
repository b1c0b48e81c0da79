package io.trireme.guarantee;

/**
 * One run of one task by one process, from its journal.
 *
 * @param ended when it did, or when its process had died
 * @param stale the process had been frozen beyond the session and did not know yet; its partitions were another's
 */
record Run(int process, Place place, long begun, long ended, End end, boolean stale) {
    /** How a run ended. */
    enum End {
        FINISHED,
        /** Another attempt is to follow. */
        FAILED,
        BROKEN_OFF,
        /** With its process. */
        CUT
    }

    /** Whether it did its task, and what it settled may count. */
    boolean counts() {
        return end == End.FINISHED && !stale;
    }

    int partition() {
        return place.partition();
    }

    long offset() {
        return place.offset();
    }

    String key() {
        return place.key();
    }

    Run asStale() {
        return new Run(process, place, begun, ended, end, true);
    }
}
