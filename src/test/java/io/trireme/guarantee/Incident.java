package io.trireme.guarantee;

/**
 * Something that befell a process, or all of them, for which tasks may run again: those unfinished then, and those that
 * ended so shortly before that the brokers need not have been told.
 *
 * @param process its number, or {@link #ALL}
 * @param from when it began, in {@link System#nanoTime()}
 * @param until when nothing of it was left: the process was dead, or had found out
 */
record Incident(int process, long from, long until) {
    static final int ALL = -1;

    boolean befell(Run run) {
        return process == ALL || process == run.process();
    }

    /** Whether the run was cut short by this, or ended at most so many nanoseconds before. */
    boolean excuses(Run run, long window) {
        return befell(run) && run.ended() >= from - window && run.ended() <= until;
    }
}
