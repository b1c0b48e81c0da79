package io.trireme.schedule;

/**
 * What the role {@code schedule} does in this process.
 *
 * @param state what it is at
 * @param pending timers of the partitions that this process owns
 */
public record ScheduleStatus(State state, long pending) {
    /** What it may be at. */
    public enum State {
        /** This process does not have the role. */
        OFF,
        /** It is about to join the group. */
        STARTING,
        /** Partitions are being given out, or what they hold is being read from the brokers. */
        RESTORING,
        /** Timers fire. */
        RUNNING,
        /** It has ended in an orderly way. */
        STOPPED,
        /** It has given up; only a restart of the process mends that. */
        FAILED
    }
}
