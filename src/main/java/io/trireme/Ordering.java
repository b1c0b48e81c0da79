package io.trireme;

/** Which tasks run one after another, in the order of their offsets. */
public enum Ordering {
    /** None: any task may run beside any other. */
    UNORDERED,
    /** Those of one key; a task without key runs beside any other. */
    BY_KEY,
    /** Those of one partition. */
    BY_PARTITION
}
