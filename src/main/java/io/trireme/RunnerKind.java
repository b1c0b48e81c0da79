package io.trireme;

/** Where the attempts of a queue run. */
public enum RunnerKind {
    /** On virtual threads: for handlers that wait. */
    VIRTUAL,
    /** On platform threads: for handlers that compute. */
    PLATFORM
}
