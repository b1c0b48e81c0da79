package io.trireme.streams;

/** What a role on Kafka Streams is at, in this process. */
public enum Phase {
    /** This process does not have the role. */
    OFF,
    /** It is about to join the group. */
    STARTING,
    /** Partitions are being given out, or what they hold is being read from the brokers. */
    RESTORING,
    /** It does its work. */
    RUNNING,
    /** It has ended in an orderly way. */
    STOPPED,
    /** It has given up; only a restart of the process mends that. */
    FAILED
}
